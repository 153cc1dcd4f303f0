package dev.passerelle.loadtests.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Says which addresses a host's name stands for.
interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
}
