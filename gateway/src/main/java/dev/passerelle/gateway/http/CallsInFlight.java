package dev.passerelle.gateway.http;

import dev.passerelle.gateway.http.RunningCall.Cause;
import dev.passerelle.gateway.openai.ApiException.Stopping;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The calls being answered, so that a stop can wait for them and then end them.
public final class CallsInFlight {
    private static final Duration UNWIND = Duration.ofSeconds(2);

    private final Set<RunningCall> running = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allLeft = lock.newCondition();
    private volatile boolean draining;

    RunningCall enter() {
        RunningCall call = new RunningCall(this);
        running.add(call);
        return call;
    }

    /// For a call that has entered, so that none slips past a drain.
    ///
    /// @throws Stopping once [#drain] has begun
    void checkAccepting() {
        if (draining) {
            throw new Stopping("The server is shutting down: send the request again, elsewhere.");
        }
    }

    public boolean draining() {
        return draining;
    }

    /// Refuses new calls, waits for those running, and interrupts what is left at the deadline.
    ///
    /// @return whether all finished by themselves
    public boolean drain(Duration timeout) throws InterruptedException {
        draining = true;
        if (awaitAllLeft(timeout)) {
            return true;
        }
        running.forEach(call -> call.interrupt(Cause.SERVER_STOPS));
        awaitAllLeft(UNWIND);
        return false;
    }

    void left(RunningCall call) {
        running.remove(call);
        if (draining && running.isEmpty()) {
            lock.lock();
            try {
                allLeft.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean awaitAllLeft(Duration timeout) throws InterruptedException {
        long nanos = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (!running.isEmpty()) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = allLeft.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
