package dev.passerelle.runtime.constrained;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What `format` means, as regular expressions: not all that the standards allow, but nothing they
/// don't. Other formats are annotations.
final class StringFormats {

    /// From the year 1 on: many calendars have no year 0.
    private static final String DATE =
            "((000[1-9]|00[1-9]\\d|0[1-9]\\d\\d|[1-9]\\d{3})-((0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])|(0[469]|11)-(0[1-9]|[12]\\d|30)|02-(0[1-9]|1\\d|2[0-8]))"
                    + "|(\\d\\d(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)";

    private static final String TIME =
            "([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,6})?(Z|[+-](0\\d|1[0-7]):[0-5]\\d)";
    private static final String LABEL = "[A-Za-z0-9]{1,15}(-[A-Za-z0-9]{1,15}){0,2}";

    /// Not a number alone, which may be taken for a part of an IPv4 address.
    private static final String LAST_LABEL = "[A-Za-z][A-Za-z0-9]{0,14}(-[A-Za-z0-9]{1,15}){0,2}";

    private static final String HOST = "(" + LABEL + "\\.){0,3}" + LAST_LABEL;
    private static final String WORD = "[A-Za-z0-9_+-]{1,20}";

    /// Top-level domains that exist, as strict validators ask for: of countries, and well-known
    /// others.
    private static final String TOP_LEVEL =
            "(a[cdefgilmoqrstuwxz]|b[abdefghijmnorstvwyz]|c[acdfghiklmnoruvwxyz]|d[ejkmoz]|e[cegrstu]|f[ijkmor]|g[abdefghilmnpqrstuwy]|h[kmnrtu]"
                    + "|i[delmnoqrst]|j[emop]|k[eghimnprwyz]|l[abcikrstuvy]|m[acdeghklmnopqrstuvwxyz]|n[acefgilopruz]|om|p[aefghklmnrstwy]|qa|r[eosuw]"
                    + "|s[abcdeghijklmnorstvxyz]|t[cdfghjklmnortvwz]|u[agksyz]|v[aceginu]|w[fs]|y[et]|z[amw]"
                    + "|com|org|net|edu|gov|mil|int|info|biz|name|pro|jobs|mobi|tel|cat|asia|app|dev|cloud|online|site|store|shop|tech|blog|agency|company)";

    private static final String EMAIL =
            WORD + "(\\." + WORD + "){0,2}@(" + LABEL + "\\.){1,3}" + TOP_LEVEL;
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String IPV4 = BYTE + "(\\." + BYTE + "){3}";
    private static final String H = "[0-9A-Fa-f]{1,4}";
    private static final String PCHAR = "([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})";

    private static final Map<String, String> FORMATS =
            Map.of(
                    "date",
                    DATE,
                    "time",
                    TIME,
                    "date-time",
                    DATE + "T" + TIME,
                    "email",
                    EMAIL,
                    "hostname",
                    HOST,
                    "ipv4",
                    IPV4,
                    "ipv6",
                    ipv6(),
                    "uuid",
                    "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
                    "uri",
                    "([A-Za-z][A-Za-z0-9+.-]{0,15}://%s(:([1-9]\\d{0,3}|[1-5]\\d{4}))?(/%s*)*(\\?(%s|[/?])*)?(#(%s|[/?])*)?|mailto:%s|urn:[a-z][a-z0-9]{1,15}:%s+|tel:\\+\\d{1,15})"
                            .formatted(HOST, PCHAR, PCHAR, PCHAR, EMAIL, PCHAR),
                    "duration",
                    "P(\\d{1,6}W|\\d{1,6}Y(\\d{1,6}M(\\d{1,6}D)?)?|\\d{1,6}M(\\d{1,6}D)?|\\d{1,6}D|(\\d{1,6}D)?T(\\d{1,6}H(\\d{1,6}M(\\d{1,6}S)?)?|\\d{1,6}M(\\d{1,6}S)?|\\d{1,6}S))");

    private StringFormats() {}

    static Set<String> names() {
        return FORMATS.keySet();
    }

    static Optional<Node> of(String name) {
        return Optional.ofNullable(FORMATS.get(name)).map(RegexParser::whole);
    }

    /// Eight groups, or fewer around one `::`.
    private static String ipv6() {
        StringBuilder forms = new StringBuilder("((%s:){7}%s".formatted(H, H));
        for (int before = 0; before <= 6; before++) {
            int after = 6 - before;
            String left = before == 0 ? "" : "%s(:%s){%d}".formatted(H, H, before - 1);
            String right = after == 0 ? "" : "(%s(:%s){0,%d})?".formatted(H, H, after - 1);
            forms.append('|').append(left).append("::").append(right);
        }
        return forms.append(')').toString();
    }
}
