package dev.passerelle.loadtests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/// The module's rules of docs/architecture.md.
class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new DoNotIncludeTests())
                    .withImportOption(location -> !location.contains("/test/"))
                    .importPackages("dev.passerelle.loadtests");

    @Test
    void loadTestsKnowNothingOfTheGateway() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.passerelle.gateway..",
                        "dev.passerelle.runtime..",
                        "dev.passerelle.registry..")
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLineKnowsTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.passerelle.loadtests.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.passerelle.loadtests.cli..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.passerelle.loadtests.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
