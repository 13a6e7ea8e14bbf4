package dev.sluice.gateway;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls in flight of one gateway instance, found by an index. A generation tells a late reply from one to the slot's
 * present call. Confined to the instance's event loop. Grows to the most calls there ever were at once; the node's budget
 * bounds it.
 *
 * <p>A slot is a new object for each use: writing references to young objects into one that has grown old costs a memory
 * barrier each with the default collector, ten of them for a call.
 *
 * <p>Invariant: {@code free[0..freeCount)} are the indexes of all {@code slots} that are null.
 */
final class CallTable {
    private @Nullable Slot[] slots = new Slot[0];
    private int[] generations = new int[0];
    private int[] free = new int[0];
    private int freeCount;

    /** Takes a free slot; the caller gives it a call. */
    Slot take() {
        if (freeCount == 0) {
            grow();
        }
        int index = free[--freeCount];
        Slot slot = new Slot(index, generations[index]);
        slots[index] = slot;
        return slot;
    }

    /** The slot a reply belongs to, or null if that call is over. */
    @Nullable
    Slot find(long ticket) {
        int index = (int) ticket;
        Slot slot = index >= 0 && index < slots.length ? slots[index] : null;
        return slot != null && slot.ticket() == ticket ? slot : null;
    }

    /** Ends the use of a slot. Tickets of this use are never found again. */
    void free(Slot slot) {
        assert slots[slot.index] == slot && slot.replyTo == null : "slot " + slot.index + " is not to be freed";
        slots[slot.index] = null;
        generations[slot.index] = slot.generation + 1;
        free[freeCount++] = slot.index;
    }

    /** Calls {@code action} with every slot that has a call. It may free slots, and take others. */
    void forEachUsed(Consumer<Slot> action) {
        if (freeCount == slots.length) {
            return;
        }
        for (int i = 0; i < slots.length; i++) { // the array may be another one after each
            Slot slot = slots[i];
            if (slot != null && slot.call != null) {
                action.accept(slot);
            }
        }
    }

    /** Slots that have a call. */
    int used() {
        return slots.length - freeCount;
    }

    private void grow() {
        int old = slots.length;
        int size = Math.max(64, old * 2);
        slots = Arrays.copyOf(slots, size);
        generations = Arrays.copyOf(generations, size);
        free = Arrays.copyOf(free, size);
        for (int i = size - 1; i >= old; i--) {
            free[freeCount++] = i;
        }
    }
}
