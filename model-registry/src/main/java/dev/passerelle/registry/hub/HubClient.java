package dev.passerelle.registry.hub;

import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.hub.HubException.Reason;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// A Hugging Face hub, or a mirror of one, over HTTP. For several threads at once.
public final class HubClient implements Hub, AutoCloseable {

    private static final Pattern NAME =
            Pattern.compile("(?!\\.{1,2}(?:/|$))[\\w.-]+(?:/(?!\\.{1,2}$)[\\w.-]+)?");

    private final boolean offline;
    private final HubTransport transport;
    private final Listing listing;
    private final Downloads downloads;

    /// A client with real time and the system's name resolution.
    public HubClient(HubSettings settings) {
        this(settings, AddressResolver.SYSTEM, Patience.real());
    }

    public HubClient(HubSettings settings, AddressResolver resolver, Patience patience) {
        HubUrls urls = new HubUrls(settings.endpoint());
        Refusals refusals = new Refusals(urls, settings.token() != null);
        this.offline = settings.offline();
        AddressRule rule = new AddressRule(settings.endpoint(), resolver, settings.proxies());
        this.transport =
                new HubTransport(
                        urls,
                        settings.token(),
                        rule,
                        HttpClients.create(rule, settings.answerTimeout(), settings.proxies()),
                        patience.clock());
        HubApi api =
                new HubApi(
                        transport,
                        urls,
                        refusals,
                        patience.forQuestions(),
                        settings.answerTimeout());
        this.listing = new Listing(api, urls);
        this.downloads =
                new Downloads(transport, urls, refusals, patience, settings.stallTimeout());
    }

    @Override
    public Repository repository(String name, String revision)
            throws IOException, InterruptedException {
        refuseOffline(name);
        if (!NAME.matcher(name).matches() || revision.isBlank()) {
            throw new HubException(
                    Reason.NOT_FOUND,
                    "'%s' at '%s' can't be a repository and its revision: use org/name and a branch, tag or commit"
                            .formatted(name, revision));
        }
        return VirtualCall.of(() -> listing.of(name, revision));
    }

    @Override
    public void download(
            Repository repository, RemoteFile file, Path partial, PullListener listener)
            throws IOException, InterruptedException {
        refuseOffline(repository.name());
        if (!SafePath.isSafe(file.path())) {
            throw SafePath.refusal(repository.name(), file.path());
        }
        VirtualCall.of(() -> {
            transfer(repository, file, partial, listener);
            return partial;
        });
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }

    private void transfer(
            Repository repository, RemoteFile file, Path partial, PullListener listener)
            throws IOException, InterruptedException {
        try (PartialFile target = PartialFile.open(partial, file)) {
            new Transfer(downloads, repository, file, target, listener).run();
        } catch (HubException e) {
            if (e.reason() == Reason.MISMATCH) {
                Files.deleteIfExists(partial);
            }
            throw e;
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw (InterruptedException) new InterruptedException().initCause(e);
        }
    }

    private void refuseOffline(String name) throws HubException {
        if (offline) {
            throw new HubException(
                    Reason.OFFLINE,
                    "%s: HF_HUB_OFFLINE is set, so the hub is not asked; unset it to pull"
                            .formatted(name));
        }
    }
}
