package dev.sluice.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates that sign themselves, made with the JDK's keytool, as PEM. */
final class Certificates {
    private static final String PASSWORD = "changeit";

    private final Path dir;

    Certificates(Path dir) {
        this.dir = dir;
    }

    /** Makes {@code name.crt} and {@code name.key}. */
    void make(String name) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = dir.resolve(name + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC"));
        command.addAll(List.of("-dname", "CN=" + name, "-ext", "san=ip:127.0.0.1", "-keystore", store.toString()));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-validity", "2"));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Certificate certificate = keys.getCertificate(name);
        Key key = keys.getKey(name, PASSWORD.toCharArray());
        Files.writeString(dir.resolve(name + ".crt"), pem("CERTIFICATE", certificate.getEncoded()));
        Files.writeString(dir.resolve(name + ".key"), pem("PRIVATE KEY", key.getEncoded()));
    }

    /** Options of a node with one of them that believes some others. */
    List<String> options(String name, String... trusted) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String other : trusted) {
            all.append(Files.readString(dir.resolve(other + ".crt")));
        }
        Path trust = Files.writeString(dir.resolve(name + ".trust"), all);
        List<String> options = new ArrayList<>();
        options.addAll(List.of("--set", "cluster.tls.certificate=" + dir.resolve(name + ".crt")));
        options.addAll(List.of("--set", "cluster.tls.key=" + dir.resolve(name + ".key")));
        options.addAll(List.of("--set", "cluster.tls.trust=" + trust));
        return options;
    }

    private static String pem(String what, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }
}
