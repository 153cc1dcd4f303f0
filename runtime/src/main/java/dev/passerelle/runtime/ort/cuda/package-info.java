/// NVIDIA's driver through the foreign-function API, where there is one: which GPUs there are, and
/// their memory.
@NullMarked
package dev.passerelle.runtime.ort.cuda;

import org.jspecify.annotations.NullMarked;
