package dev.sluice.bus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows who offers which method. Asked on event loops; must answer from memory. */
public interface Targets {
    /** Where calls of a method go, or null if nobody offers it. */
    @Nullable
    Target find(String method);

    /** All lanes, each at its index. */
    List<Lane> lanes();
}
