/// What operators do while the server runs: the admin API and the reports.
@NullMarked
package dev.passerelle.gateway.admin;

import org.jspecify.annotations.NullMarked;
