/// What model families are made of: hyperparameters, tensor names, rotary embeddings.
@NullMarked
package dev.passerelle.runtime.importer.family;

import org.jspecify.annotations.NullMarked;
