package dev.passerelle.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DependencyRulesTest {

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.passerelle");
        assertThat(classes).isNotEmpty();
    }

    @Test
    void theRuntimeKnowsNeitherGatewayNorRegistryNorHttp() {
        noClasses()
                .that()
                .resideInAPackage("dev.passerelle.runtime..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.passerelle.gateway..",
                        "dev.passerelle.registry..",
                        "io.helidon..",
                        "java.net.http..")
                .check(classes);
    }

    @Test
    void theRegistryKnowsNeitherGatewayNorRuntime() {
        noClasses()
                .that()
                .resideInAPackage("dev.passerelle.registry..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.passerelle.gateway..", "dev.passerelle.runtime..", "io.helidon..")
                .check(classes);
    }

    @Test
    void theGatewayKnowsNoOnnx() {
        noClasses()
                .that()
                .resideInAPackage("dev.passerelle.gateway..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnxruntime..", "ai.onnx..", "ai.djl..", "org.tribuo..")
                .check(classes);
    }

    @Test
    void theGatewaysPackagesHaveNoCycles() {
        slices().matching("dev.passerelle.gateway.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void onlyJackson3IsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.fasterxml.jackson.core..", "com.fasterxml.jackson.databind..")
                .check(classes);
    }
}
