/// The Hugging Face hub's protocol: what a repository holds, and its bytes, checked as they arrive.
@NullMarked
package dev.passerelle.registry.hub;

import org.jspecify.annotations.NullMarked;
