package dev.sluice.sidebyside;

import dev.sluice.bench.WireException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads header blocks of HTTP/2 as far as it takes to find {@code grpc-status} (RFC 7541). Text in Huffman's code is
 * refused: gRPC-Java sends none. For one connection, all of whose blocks have to pass here in their order.
 *
 * <p>Invariant: {@code tableBytes} is the size of the entries of {@code table}, at most {@value #MOST_TABLE_BYTES}.
 */
final class HpackReader {
    /** What {@link #grpcStatus} returns when a block has none. */
    static final int NONE = -1;

    private static final String GRPC_STATUS = "grpc-status";
    private static final int STATIC_ENTRIES = 61;
    private static final int MOST_TABLE_BYTES = 4_096;
    private static final int ENTRY_BYTES = 32;
    private static final int MOST_SHIFT = 21;

    /** Of the static table, which does not have what is looked for. */
    private static final Header OTHER = new Header("", "");

    private record Header(String name, String value) {
        int bytes() {
            return ENTRY_BYTES + name.length() + value.length();
        }
    }

    /** The dynamic table, its newest entry last. */
    private final List<Header> table = new ArrayList<>();

    private int tableBytes;

    /**
     * Reads one block.
     *
     * @param block all of it, and nothing behind
     * @return the value of {@code grpc-status}, or {@link #NONE}
     */
    int grpcStatus(ByteBuffer block) throws WireException {
        int status = NONE;
        while (block.hasRemaining()) {
            Header header = next(block);
            if (header.name.equals(GRPC_STATUS)) {
                status = number(header.value);
            }
        }
        return status;
    }

    private static int number(String value) throws WireException {
        try {
            return Integer.parseUnsignedInt(value);
        } catch (NumberFormatException e) {
            throw new WireException("grpc-status is no number: " + value);
        }
    }

    private Header next(ByteBuffer block) throws WireException {
        int first = block.get() & 0xFF;
        if ((first & 0x80) != 0) {
            return entry(integer(block, first, 0x7F));
        }
        if ((first & 0x40) != 0) {
            Header header = literal(block, integer(block, first, 0x3F));
            add(header);
            return header;
        }
        if ((first & 0x20) != 0) {
            integer(block, first, 0x1F); // the table's new size, which never grows above ours
            return OTHER;
        }
        return literal(block, integer(block, first, 0x0F));
    }

    private Header literal(ByteBuffer block, int nameIndex) throws WireException {
        String name = nameIndex == 0 ? text(block) : entry(nameIndex).name;
        return new Header(name, text(block));
    }

    private Header entry(int index) throws WireException {
        if (index <= STATIC_ENTRIES) {
            return OTHER;
        }
        int at = table.size() - (index - STATIC_ENTRIES);
        if (at < 0) {
            throw new WireException("a header block names entry " + index + ", which there is not");
        }
        return table.get(at);
    }

    private void add(Header header) {
        table.add(header);
        tableBytes += header.bytes();
        while (tableBytes > MOST_TABLE_BYTES) {
            tableBytes -= table.remove(0).bytes();
        }
    }

    private static String text(ByteBuffer block) throws WireException {
        int first = block.get() & 0xFF;
        int length = integer(block, first, 0x7F);
        if ((first & 0x80) != 0 || length > block.remaining()) {
            throw new WireException("a header in Huffman's code, or cut off");
        }
        byte[] bytes = new byte[length];
        block.get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** An integer whose first bits lie in the lower part of the byte before. */
    private static int integer(ByteBuffer block, int first, int mask) throws WireException {
        int value = first & mask;
        if (value < mask) {
            return value;
        }
        for (int shift = 0; shift <= MOST_SHIFT && block.hasRemaining(); shift += 7) {
            int next = block.get();
            value += (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new WireException("an integer of a header block is too long, or cut off");
    }
}
