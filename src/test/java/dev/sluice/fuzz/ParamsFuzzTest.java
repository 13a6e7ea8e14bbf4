package dev.sluice.fuzz;

import static dev.sluice.fuzz.BoundOracle.isDecimal;
import static dev.sluice.fuzz.BoundOracle.isString;
import static dev.sluice.fuzz.BoundOracle.isTree;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.jsonrpc.EnvelopeReader;
import dev.sluice.jsonrpc.Incoming;
import dev.sluice.worker.OpenBinder;
import dev.sluice.worker.OpenBinder.Outcome;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Any params that pass the envelope: they become what their text says, or are refused with a reason that is true; by
 * position as by name; and neither binding nor adding up what came out takes long. On the test's thread.
 */
class ParamsFuzzTest {
    private static final byte[] BEFORE = utf8("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":");
    private static final byte[] AFTER = utf8(",\"id\":1}");

    /** Of processor time, for one input: far more than any that is right takes. */
    private static final long MAX_NANOS = 1_000_000_000L;

    private static final Set<String> REASONS = Set.of(
            "unknown member",
            "missing member",
            "value of the wrong type",
            "a member stands twice",
            "at most 2 elements",
            "at most 11 elements",
            "exponent of a number beyond 1000");

    private static final EnvelopeReader READER = new EnvelopeReader(1);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final OpenBinder trees = new OpenBinder(JsonNode.class);
    private final OpenBinder terms = new OpenBinder(new TypeReference<List<BigDecimal>>() {}.getType());
    private final OpenBinder subtractions = new OpenBinder(Subtraction.class);
    private final OpenBinder orders = new OpenBinder(Order.class);

    record Subtraction(BigDecimal minuend, BigDecimal subtrahend) {}

    record Order(
            String name,
            int count,
            long total,
            double ratio,
            boolean paid,
            BigDecimal price,
            BigInteger serial,
            Colour colour,
            Optional<Integer> discount,
            List<Line> lines,
            @Nullable JsonNode note) {}

    record Line(String article, int pieces) {}

    enum Colour {
        RED,
        BLUE
    }

    /** Classes are loaded before the time of an input is taken. */
    ParamsFuzzTest() {
        bindAll(utf8("{\"name\":\"a\",\"count\":1,\"lines\":[{\"article\":\"x\",\"pieces\":1}],\"note\":[1.5]}"));
        bindAll(utf8("[1.5,[2]]"));
    }

    @FuzzTest
    void paramsBecomeWhatTheirTextSays(byte[] params) {
        long start = THREADS.getCurrentThreadCpuTime();
        bindAll(params);
        long nanos = THREADS.getCurrentThreadCpuTime() - start;
        Expect.that(nanos < MAX_NANOS, "took " + nanos + " ns of processor time");
    }

    private void bindAll(byte[] params) {
        byte[] body = concat(BEFORE, params, AFTER);
        if (READER.read(body) instanceof Incoming.Request request && request.paramsBytes() > 0) {
            int offset = request.paramsOffset();
            byte[] span = Arrays.copyOfRange(body, offset, offset + request.paramsBytes());
            JsonValue sent = ReferenceJson.json(span);
            bindsTree(trees.bind(body, offset, span.length), sent);
            bindsTerms(terms.bind(body, offset, span.length), sent);
            bindsSubtraction(subtractions.bind(body, offset, span.length), sent);
            bindsOrder(orders.bind(body, offset, span.length), sent);
        }
    }

    private static void bindsTree(Outcome outcome, JsonValue sent) {
        isTruthful(outcome, sent);
        boolean usual = BoundOracle.hasUsualDecimals(sent) && !sent.hasDoubledMemberInside();
        Expect.that(outcome.isBound() || !usual, "refused a tree: " + outcome);
        if (outcome.value() instanceof JsonNode bound) {
            isTree(bound, sent);
        }
    }

    private static void bindsTerms(Outcome outcome, JsonValue sent) {
        isTruthful(outcome, sent);
        boolean decimals = sent.is('[') && sent.elements().stream().allMatch(BoundOracle::isUsualDecimal);
        Expect.that(outcome.isBound() || !decimals, "refused decimals: " + outcome);
        if (outcome.value() instanceof List<?> bound) {
            Expect.same(bound.size(), sent.elements().size(), "terms");
            BigDecimal sum = BigDecimal.ZERO;
            for (int i = 0; i < bound.size(); i++) {
                sum = sum.add(isDecimal(bound.get(i), sent.elements().get(i)));
            }
            Expect.that(!sum.toString().isEmpty(), "a sum");
        }
    }

    private void bindsSubtraction(Outcome outcome, JsonValue sent) {
        isTruthful(outcome, sent);
        List<String> names = List.of("minuend", "subtrahend");
        sameByName(outcome, sent, subtractions, names);
        if (outcome.value() instanceof Subtraction bound) {
            List<JsonValue> operands = components(sent, names);
            BigDecimal minuend = isDecimal(bound.minuend, operands.get(0));
            BigDecimal difference = minuend.subtract(isDecimal(bound.subtrahend, operands.get(1)));
            Expect.that(!difference.toString().isEmpty(), "a difference");
        }
    }

    private void bindsOrder(Outcome outcome, JsonValue sent) {
        isTruthful(outcome, sent);
        List<String> names = Arrays.stream(Order.class.getRecordComponents())
                .map(component -> component.getName())
                .toList();
        sameByName(outcome, sent, orders, names);
        if (outcome.value() instanceof Order bound) {
            List<JsonValue> values = components(sent, names);
            isString(bound.name, values.get(0));
            Expect.same(bound.count, Integer.parseInt(values.get(1).ascii()), "int");
            Expect.same(bound.total, Long.parseLong(values.get(2).ascii()), "long");
            Expect.same(bound.ratio, Double.parseDouble(values.get(3).ascii()), "double");
            Expect.that(values.get(4).is(bound.paid ? 't' : 'f'), "boolean");
            isDecimal(bound.price, values.get(5));
            Expect.same(String.valueOf(bound.serial), values.get(6).ascii().replaceAll("^-0$", "0"), "integer");
            isString(bound.colour == null ? null : bound.colour.name(), values.get(7));
            if (bound.note != null) {
                isTree(bound.note, values.get(10));
            }
        }
    }

    /** The values of a record, sent by position or by name; null JSON for what was left out. */
    private static List<JsonValue> components(JsonValue sent, List<String> names) {
        JsonValue absent = ReferenceJson.json(utf8("null"));
        if (sent.is('[')) {
            return Stream.concat(sent.elements().stream(), Stream.generate(() -> absent))
                    .limit(names.size())
                    .toList();
        }
        return names.stream()
                .map(name -> Objects.requireNonNullElse(sent.member(name), absent))
                .toList();
    }

    /** An array binds as the object with the same values does. */
    private static void sameByName(Outcome byPosition, JsonValue sent, OpenBinder binder, List<String> names) {
        if (!sent.is('[') || sent.elements().size() > names.size()) {
            return;
        }
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        object.write('{');
        for (int i = 0; i < sent.elements().size(); i++) {
            object.writeBytes(utf8((i == 0 ? "\"" : ",\"") + names.get(i) + "\":"));
            object.writeBytes(sent.elements().get(i).bytes());
        }
        object.write('}');
        Outcome byName = binder.bind(object.toByteArray(), 0, object.size());
        Expect.that(
                byPosition.isBound() == byName.isBound() && Objects.equals(byPosition.value(), byName.value()),
                "by position " + byPosition + ", by name " + byName);
    }

    private static void isTruthful(Outcome outcome, JsonValue sent) {
        boolean doubled = sent.hasDoubledMemberInside();
        Expect.that(!outcome.isBound() || !doubled, "bound a doubled member");
        if (outcome.reason() != null) {
            Expect.that(REASONS.contains(outcome.reason()), "reason " + outcome.reason());
            Expect.that(doubled || !outcome.reason().equals("a member stands twice"), "no member stands twice");
        }
        if (outcome.path() != null) {
            Expect.same(JsonPointer.compile(outcome.path()).toString(), outcome.path(), "path");
        }
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
