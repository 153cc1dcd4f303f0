package dev.passerelle.gateway.http;

import dev.passerelle.gateway.openai.ApiException.UnknownPath;
import dev.passerelle.gateway.tenancy.Caller;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Arrays;
import java.util.Locale;

/// The web page and its files.
record PageHandlers(PageFiles files) {

    static final String BELOW = "/page/";

    /// What requests for any of its files are counted as.
    static final String ENDPOINT = "page";

    void index(ServerRequest request, ServerResponse response, Caller caller) {
        answer(PageFiles.INDEX, request, response);
    }

    void file(ServerRequest request, ServerResponse response, Caller caller) {
        answer(request.path().path().substring(BELOW.length()), request, response);
    }

    private void answer(String path, ServerRequest request, ServerResponse response) {
        PageFile file = files.find(path);
        if (file == null) {
            throw new UnknownPath("There is no %s. The page is at /.".formatted(BELOW + path));
        }
        byte[] gzip = file.gzip();
        boolean compressed = gzip != null && takesGzip(request);
        response.header(HeaderNames.VARY, "Accept-Encoding");
        SecurityHeaders.page(response);
        if (EntityTag.matches(request, response, tag(file, compressed))) {
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, file.mediaType());
        if (gzip != null && compressed) {
            response.header(HeaderNames.CONTENT_ENCODING, "gzip");
            Answers.send(request, response, gzip);
        } else {
            Answers.send(request, response, file.bytes());
        }
    }

    /// Other bytes, other tag.
    private static String tag(PageFile file, boolean compressed) {
        return compressed ? file.tag().replaceFirst("\"$", "-gzip\"") : file.tag();
    }

    private static boolean takesGzip(ServerRequest request) {
        return request.headers().values(HeaderNames.ACCEPT_ENCODING).stream()
                .flatMap(list -> Arrays.stream(list.toLowerCase(Locale.ROOT).split(",")))
                .map(coding -> coding.replace(" ", ""))
                .anyMatch(coding ->
                        coding.matches("gzip(;q=.*)?") && !coding.matches("gzip;q=0(\\.0*)?"));
    }
}
