package dev.passerelle.gateway.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/// What each role allows, and where.
class CallerTest {

    private static Caller caller(Role role, String organisation) {
        return new Caller(
                "id", new Project(organisation, "p"), role, Set.of(), Set.of(), Limits.NONE);
    }

    @Test
    void anAdministratorIsOneOfItsOwnOrganisationOnly() {
        Caller admin = caller(Role.ADMIN, "acme");
        assertThat(admin.mayAdminister("acme")).isTrue();
        assertThat(admin.mayAdminister("other")).isFalse();
        assertThat(admin.mayAdminister("default")).isFalse();
    }

    @Test
    void theOperatorsAdministratorIsOneOfAll() {
        assertThat(caller(Role.ADMIN, "default").mayAdminister("acme")).isTrue();
        assertThat(Caller.LOCAL.mayAdminister("acme")).isTrue();
    }

    @Test
    void othersAdministrateNothing() {
        assertThat(caller(Role.MEMBER, "default").mayAdminister("default")).isFalse();
        assertThat(caller(Role.READ_ONLY, "acme").mayAdminister("acme")).isFalse();
        assertThat(Caller.ANYONE.mayAdminister("default")).isFalse();
    }

    @Test
    void onlyReadersMayNotUseModels() {
        assertThat(caller(Role.ADMIN, "acme").mayInfer()).isTrue();
        assertThat(caller(Role.MEMBER, "acme").mayInfer()).isTrue();
        assertThat(caller(Role.READ_ONLY, "acme").mayInfer()).isFalse();
    }
}
