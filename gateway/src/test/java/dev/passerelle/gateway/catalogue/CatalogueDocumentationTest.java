package dev.passerelle.gateway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.Documentation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The tables of docs/catalogue.md are the code's.
class CatalogueDocumentationTest {

    @Test
    void namesEveryParameterFieldAndCapabilityInOrder() {
        List<String> documented =
                Documentation.rows("catalogue.md").stream()
                        .map(row -> row.substring(3, row.indexOf('`', 3)))
                        .toList();
        List<String> coded =
                Stream.of(
                                CatalogueQuery.names().stream(),
                                fields(CatalogueEntry.class),
                                fields(CatalogueDetail.class).filter(name -> !name.equals("entry")),
                                Arrays.stream(Capability.values()).map(Capability::id))
                        .flatMap(names -> names)
                        .toList();
        assertThat(documented).containsExactlyElementsOf(coded);
    }

    @Test
    void namesEveryValueThatIsChecked() {
        for (Facet facet : List.of(Facet.TASK, Facet.STATE)) {
            assertThat(row(facet.id()))
                    .contains("| `" + String.join("`, `", facet.possible()) + "` |");
        }
        assertThat(row(CatalogueQuery.SORT))
                .contains(
                        "`"
                                + String.join(
                                        "`, `", Arrays.stream(Sort.values()).map(Sort::id).toList())
                                + "`");
    }

    private static String row(String parameter) {
        return Documentation.rows("catalogue.md").stream()
                .filter(row -> row.startsWith("| `" + parameter + "` |"))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> fields(Class<? extends Record> wire) {
        return Arrays.stream(wire.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
    }
}
