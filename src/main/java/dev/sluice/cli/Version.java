package dev.sluice.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version in the jar's manifest. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {of(Version.class.getPackage().getImplementationVersion())};
    }

    /** Classes outside of a jar have no version. */
    static String of(@Nullable String implementationVersion) {
        return "sluice " + (implementationVersion == null ? "development" : implementationVersion);
    }
}
