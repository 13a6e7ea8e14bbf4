package dev.sluice.gateway;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The awaited slots of one connection, linked through the slots themselves. Confined to its event loop. */
final class SlotList {
    private @Nullable Slot first;
    private int size;

    void add(Slot slot) {
        slot.previousOfConnection = null;
        slot.nextOfConnection = first;
        if (first != null) {
            first.previousOfConnection = slot;
        }
        first = slot;
        size++;
    }

    void remove(Slot slot) {
        Slot previous = slot.previousOfConnection;
        Slot next = slot.nextOfConnection;
        if (previous == null) {
            first = next;
        } else {
            previous.nextOfConnection = next;
        }
        if (next != null) {
            next.previousOfConnection = previous;
        }
        slot.previousOfConnection = null;
        slot.nextOfConnection = null;
        size--;
    }

    @Nullable
    Slot first() {
        return first;
    }

    /** The one of the request with this id that came last, or null. */
    @Nullable
    Slot find(byte[] id) {
        for (Slot slot = first; slot != null; slot = slot.nextOfConnection) {
            if (Arrays.equals(slot.theCall().request().id(), id)) {
                return slot;
            }
        }
        return null;
    }

    int size() {
        return size;
    }
}
