/// Between text and tokens: tokenizer, vocabulary, chat template, detokenizer.
@NullMarked
package dev.passerelle.runtime.text;

import org.jspecify.annotations.NullMarked;
