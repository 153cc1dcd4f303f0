package dev.passerelle.loadtests.client;

/// Which request it is.
///
/// @param number of the request, from 0 in the order of beginning
/// @param conversation its number, from 0
/// @param turn in its conversation, from 0
public record Place(long number, long conversation, int turn) {}
