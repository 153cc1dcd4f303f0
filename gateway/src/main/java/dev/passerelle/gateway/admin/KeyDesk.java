package dev.passerelle.gateway.admin;

import dev.passerelle.gateway.keys.ApiKey;
import dev.passerelle.gateway.keys.KeyAdministration;
import dev.passerelle.gateway.keys.KeyAdministration.UnknownKeyException;
import dev.passerelle.gateway.keys.KeyAdministration.WrongSecretException;
import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.openai.ApiException.NotFound;
import dev.passerelle.gateway.openai.Fields;
import dev.passerelle.gateway.openai.QueryParameters;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Project;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// Makes, shows and ends keys on behalf of administrators, each within its reach. What is wrong
/// with a call is an [ApiException].
public record KeyDesk(KeyAdministration keys, InstantSource clock) {
    private static final String PREFIX = "sk-pas-";
    private static final String PROJECT = "project";
    private static final String ORGANISATION = "organisation";

    /// The keys within reach, newest first, ended ones included.
    public WireKey.Listing list(Caller caller, QueryParameters query) {
        Reach reach = Reach.administrator(caller);
        query.only(List.of(PROJECT, ORGANISATION));
        var project = query.single(PROJECT).map(text -> reach.project(text, PROJECT));
        var organisation = query.single(ORGANISATION).map(KeyDesk::organisation);
        return WireKey.Listing.of(
                keys.list().stream()
                        .filter(reach::covers)
                        .filter(key -> project.isEmpty() || key.project().equals(project.get()))
                        .filter(key ->
                                organisation.isEmpty()
                                        || key.project().organisation().equals(organisation.get()))
                        .map(key -> WireKey.of(key, clock.instant()))
                        .toList());
    }

    /// Makes a key; the answer alone has its secret.
    public WireKey create(Caller caller, ObjectNode body) {
        Reach reach = Reach.administrator(caller);
        var wish = new KeyFields(Fields.of(body), reach, clock.instant()).wish();
        return refusing(() -> WireKey.of(keys.create(wish, caller.key()), clock.instant()));
    }

    public WireKey get(Caller caller, String name) {
        return WireKey.of(find(caller, name), clock.instant());
    }

    /// Ends a key at once.
    public WireKey revoke(Caller caller, String name) {
        ApiKey key = find(caller, name);
        return WireKey.of(keys.revoke(key.id(), caller.key()), clock.instant());
    }

    /// Makes another key like one, which ends after a while; the answer alone has the secret.
    public WireKey rotate(Caller caller, String name, ObjectNode body) {
        ApiKey key = find(caller, name);
        var fields = new KeyFields(Fields.of(body), new Reach(caller), clock.instant());
        var overlap = fields.overlap();
        if (!key.validAt(clock.instant())) {
            throw new InvalidRequest(
                    "The key '%s' has ended: create another one instead.".formatted(key.id()),
                    null,
                    "key_ended");
        }
        return refusing(
                () -> WireKey.of(keys.rotate(key.id(), overlap, caller.key()), clock.instant()));
    }

    /// A key by its id, its prefix, or the whole of it. One out of reach is as unknown as any.
    private ApiKey find(Caller caller, String name) {
        Reach reach = Reach.administrator(caller);
        String id = id(name);
        try {
            ApiKey key = keys.get(id);
            if (reach.covers(key)) {
                return key;
            }
            throw unknown(new UnknownKeyException(id));
        } catch (UnknownKeyException e) {
            throw unknown(e);
        }
    }

    private static NotFound unknown(UnknownKeyException e) {
        return new NotFound(sentence(e), "key_not_found");
    }

    /// The id in a prefix, or in a whole key. What begins otherwise is one.
    static String id(String name) {
        if (!name.startsWith(PREFIX)) {
            return name;
        }
        String rest = name.substring(PREFIX.length());
        int secret = rest.indexOf('-');
        return secret < 0 ? rest : rest.substring(0, secret);
    }

    private static <T> T refusing(Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException | WrongSecretException e) {
            throw new InvalidRequest(sentence(e), null, "invalid_value");
        }
    }

    private static String organisation(String name) {
        if (!Project.isName(name)) {
            throw QueryParameters.wrong(ORGANISATION, name, "a name: " + Project.FORM);
        }
        return name;
    }

    private static String sentence(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
    }
}
