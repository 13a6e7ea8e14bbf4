package dev.sluice.limits;

/**
 * One event loop's share of the node's slots. Confined to that loop. Takes slots from the {@link NodeBudget} in blocks, so
 * that a call costs no atomic operation, and gives back what it does not use.
 *
 * <p>Invariant: 0 &lt;= spare &lt; 2 x block; spare + used = what this loop has taken and not given back.
 */
public final class SlotLease {
    private static final int LARGEST_BLOCK = 64;
    /** At most this part of all slots lies spare with one loop, so that a small limit is not hoarded. */
    private static final int SMALLEST_PARTS = 64;

    private final NodeBudget budget;
    private final int block;
    private int spare;
    private int used;

    /** A lease that holds nothing yet. */
    public SlotLease(NodeBudget budget) {
        this.budget = budget;
        this.block = Math.max(1, Math.min(LARGEST_BLOCK, budget.maxInFlight() / SMALLEST_PARTS));
    }

    /** Takes a slot for a call; false if the node has none left. */
    public boolean take() {
        if (spare == 0) {
            spare = budget.takeSlots(block);
        }
        if (spare == 0) {
            return false;
        }
        spare--;
        used++;
        return true;
    }

    /** Gives a slot back, because its handler has ended or never began. */
    public void give() {
        assert used > 0 : "no slot is taken";
        used--;
        spare++;
        if (spare >= 2 * block) {
            spare -= block;
            budget.giveSlots(block);
        }
    }

    /** Slots in use by this loop's calls. */
    public int used() {
        return used;
    }

    /** Gives back what is spare, when the loop ends. */
    public void close() {
        budget.giveSlots(spare);
        spare = 0;
    }
}
