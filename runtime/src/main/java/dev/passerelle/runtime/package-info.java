/// What the runtime offers: text generation and embeddings over models that run in this process.
/// Nothing here knows HTTP.
@NullMarked
package dev.passerelle.runtime;

import org.jspecify.annotations.NullMarked;
