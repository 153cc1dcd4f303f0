/// Reads low-rank adapters (LoRA) as PEFT saves them, and adds them to a checkpoint's matrices.
@NullMarked
package dev.passerelle.runtime.importer.adapter;

import org.jspecify.annotations.NullMarked;
