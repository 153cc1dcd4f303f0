/// The hub's cache on disk, shared with Python's `huggingface_hub`: its layout, its locks, and what
/// of it has been verified here.
@NullMarked
package dev.passerelle.registry.store;

import org.jspecify.annotations.NullMarked;
