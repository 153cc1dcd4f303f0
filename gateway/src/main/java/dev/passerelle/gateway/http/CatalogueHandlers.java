package dev.passerelle.gateway.http;

import dev.passerelle.gateway.catalogue.Catalogue;
import dev.passerelle.gateway.catalogue.CatalogueQuery;
import dev.passerelle.gateway.routing.RoutedModel;
import dev.passerelle.gateway.tenancy.Caller;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.function.Predicate;

/// The catalogue's list, and one model of it. Callers with a key see what they may use.
record CatalogueHandlers(Catalogue catalogue) {

    static final String PATH = "/api/catalogue";

    void list(ServerRequest request, ServerResponse response, Caller caller) {
        CatalogueQuery query = CatalogueQuery.of(request.query().toMap());
        answer(request, response, catalogue.list(query, shownTo(caller)));
    }

    void one(ServerRequest request, ServerResponse response, Caller caller) {
        String name = request.path().path().substring(PATH.length() + 1);
        CatalogueQuery.none(request.query().toMap());
        answer(request, response, catalogue.one(name, shownTo(caller)));
    }

    private static Predicate<RoutedModel> shownTo(Caller caller) {
        return model -> Permissions.allows(caller, model);
    }

    private static void answer(ServerRequest request, ServerResponse response, byte[] body) {
        if (!EntityTag.matches(request, response, EntityTag.of(body))) {
            Answers.json(request, response, body);
        }
    }
}
