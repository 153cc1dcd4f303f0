/// Who calls: organisations, their projects and keys, and what each may take.
@NullMarked
package dev.passerelle.gateway.tenancy;

import org.jspecify.annotations.NullMarked;
