/// What the headers of model files say of sizes and of other files. Weights are never read.
@NullMarked
package dev.passerelle.registry.format;

import org.jspecify.annotations.NullMarked;
