package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list itself: every file is read strictly, the names are unique, and there are many. */
class ConformanceListTest {
    private static final String CASE = "about: x\ncases:\n  - name: a\n    ";

    @Test
    void everyFileIsReadAndThereAreManyCases() throws IOException {
        List<String> names = ConformanceFile.all().stream()
                .flatMap(file -> file.cases().stream())
                .map(Case::name)
                .toList();
        assertThat(names).hasSizeGreaterThanOrEqualTo(150).doesNotHaveDuplicates();
    }

    @Test
    void everyCaseExpectsSomethingOrSaysHowItEnds() throws IOException {
        for (ConformanceFile file : ConformanceFile.all()) {
            for (Case one : file.cases()) {
                assertThat(one.steps()).as(one.name()).isNotEmpty().allSatisfy(step -> assertThat(
                                step.send().size() + step.expect().size() + (step.ending() == null ? 0 : 1))
                        .isPositive());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wants: 1 | unknown keys [wants]",
                "send: fin | wants a list for send",
                "send: [fine] | does not know",
                "send: [{id: 1, body: x, size: 1}] | unknown keys [size]",
                "send: [{id: 4294967296, body: x}] | an integer from 0 to 4294967295",
                "send: [{hex: 12}] | in quotes if it looks like a number",
                "send: [{id: 1, body: [{text: x, times: 0}]}] | an integer from 1",
                "expect: [{id: 1}] | has no error",
                "expect: [{id: 1, result: '1'}] | has no for",
                "expect: [{id: 1, result: '1,', for: '1'}] | no JSON",
                "expect: [{id: 1, error: -32600, executed: maybe, for: '1'}] | one of",
                "expect: [{id: 1, error: 7, executed: 'no', for: '1'}] | code 7 wants message",
                "ends: badly | does not know ends badly",
                "name: b | Duplicate",
            })
    void whatIsNoCaseIsRefused(String line, String why) {
        assertThatThrownBy(() -> ConformanceFile.of("file", CASE + line + "\n")).hasMessageContaining(why);
    }
}
