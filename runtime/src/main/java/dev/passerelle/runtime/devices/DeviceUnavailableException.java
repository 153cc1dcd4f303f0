package dev.passerelle.runtime.devices;

/// A device that was asked for can't be used here. The message says why and how to mend it.
public final class DeviceUnavailableException extends RuntimeException {

    public DeviceUnavailableException(String message) {
        super(message);
    }
}
