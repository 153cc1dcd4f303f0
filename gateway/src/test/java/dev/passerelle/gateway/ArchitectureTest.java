package dev.passerelle.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The modules' rules of docs/architecture.md.
class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new DoNotIncludeTests())
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages("dev.passerelle");

    @Test
    void theGatewayKnowsNoInferenceEngine() {
        noClasses()
                .that()
                .resideInAPackage("dev.passerelle.gateway..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnxruntime..", "ai.djl..", "ai.onnx..")
                .check(CLASSES);
    }

    @Test
    void theWireFormatKnowsNoServer() {
        noClasses()
                .that()
                .resideInAPackage("dev.passerelle.gateway.openai..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.helidon..", "dev.passerelle.gateway.http..")
                .check(CLASSES);
    }

    @Test
    void theRuntimeKnowsNeitherHttpNorTheHub() {
        noClasses()
                .that()
                .resideInAPackage("dev.passerelle.runtime..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.helidon..",
                        "java.net.http..",
                        "dev.passerelle.gateway..",
                        "dev.passerelle.registry..")
                .check(CLASSES);
    }

    @Test
    void theRegistryKnowsNeitherRuntimeNorServer() {
        noClasses()
                .that()
                .resideInAPackage("dev.passerelle.registry..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.helidon..", "dev.passerelle.gateway..", "dev.passerelle.runtime..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void theRuntimesContractKnowsNoneOfItsParts() {
        noClasses()
                .that()
                .resideInAPackage("dev.passerelle.runtime")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.passerelle.runtime.*..")
                .check(CLASSES);
    }

    /// The importer and its parts are one here, since the parts throw its exception.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.passerelle.registry.(*)..",
                "dev.passerelle.runtime.(*)..",
                "dev.passerelle.runtime.importer.(*)..",
                "dev.passerelle.gateway.(*).."
            })
    void packagesHaveNoCycles(String packages) {
        slices().matching(packages).should().beFreeOfCycles().allowEmptyShould(true).check(CLASSES);
    }
}
