package dev.passerelle.gateway.cli;

import picocli.CommandLine.IVersionProvider;

/// The version in the jar's manifest.
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"passerelle " + number(), "Java " + Runtime.version()};
    }

    static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(not built as a jar)" : version;
    }
}
