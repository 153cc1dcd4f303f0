/// OpenAI's wire format: decoding and checking requests, encoding answers. Knows JSON, not HTTP.
@NullMarked
package dev.passerelle.gateway.openai;

import org.jspecify.annotations.NullMarked;
