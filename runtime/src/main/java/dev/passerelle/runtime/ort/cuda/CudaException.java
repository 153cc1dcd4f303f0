package dev.passerelle.runtime.ort.cuda;

/// What NVIDIA's driver says went wrong.
public final class CudaException extends IllegalStateException {

    private static final int OUT_OF_MEMORY = 2;

    private final int code;

    CudaException(String function, int code, String reason) {
        super("%s failed: %s".formatted(function, reason));
        this.code = code;
    }

    /// Whether the GPU's memory is used up.
    public boolean isOutOfMemory() {
        return code == OUT_OF_MEMORY;
    }
}
