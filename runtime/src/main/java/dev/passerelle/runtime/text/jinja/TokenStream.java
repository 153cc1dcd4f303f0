package dev.passerelle.runtime.text.jinja;

import dev.passerelle.runtime.text.jinja.Token.Kind;
import java.util.List;

/// Tokens, one after another.
final class TokenStream {

    private final List<Token> tokens;
    private int at;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token current() {
        return tokens.get(at);
    }

    /// The one after the current.
    Token following() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = current();
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    boolean skip(String operator) {
        boolean there = current().is(operator);
        if (there) {
            next();
        }
        return there;
    }

    boolean skipName(String name) {
        boolean there = current().isName(name);
        if (there) {
            next();
        }
        return there;
    }

    void expect(String operator) {
        if (!skip(operator)) {
            throw new TemplateException(
                    "expected '%s', got '%s'".formatted(operator, current().text()),
                    current().line());
        }
    }

    Token expect(Kind kind) {
        Token token = next();
        if (token.kind() != kind) {
            throw unexpected(token);
        }
        return token;
    }

    Token name() {
        return expect(Kind.NAME);
    }

    TemplateException unexpected(Token token) {
        return new TemplateException(
                token.kind() == Kind.END
                        ? "unexpected end of template"
                        : "unexpected '%s'".formatted(token.text()),
                token.line());
    }
}
