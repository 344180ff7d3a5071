// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Runs one box in this process until it is stopped.
 *
 * <p>The order matters: the home is locked before anything in it is changed, its configuration is
 * written before a bundle can read it, and the box is called ready only once its shell answers and
 * its log is read: who asks it then is shown everything.
 */
final class Launcher {
    private static final System.Logger LOG = System.getLogger("org.cairnmesh.runtime");
    private static final long POLL_MILLIS = 25;
    private static final long PATIENCE_MILLIS = 20_000;
    /** A box with a problem that stays is of use too: people have to find out what it is. */
    private static final long PROBLEM_PATIENCE_MILLIS = 10_000;

    private final Path image;
    private final InstantSource clock;
    private final PrintStream out;
    private final PrintStream err;

    Launcher(Path image, InstantSource clock, PrintStream out, PrintStream err) {
        this.image = image;
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    /** The exit status of a box that has ended, or why it did not start. */
    Outcome<Integer> run(RunOptions options) throws IOException {
        Home home = new Home(options.home());
        home.create();
        return HomeLock.take(home, ProcessHandle.current().pid()).then(lock -> {
            try (lock) {
                return BoxConfig.settle(options, home, host()).then(config ->
                    new AirConfig(home).settle(options, config.name()).then(air -> run(config)));
            }
        });
    }

    private Outcome<Integer> run(BoxConfig config) throws IOException {
        Home home = config.home();
        if (config.storeKey().equals("-") && !StorePrompt.ask()) {
            return Outcome.refused("there is no terminal to ask for the key of the store; give "
                + "--store-key FILE");
        }
        Logs.open(home.log(), err);
        BundleSet set = BundleSet.of(home, image);
        RunningBox box = RunningBox.prepare(home, image);
        config.write(clock.millis());
        StopOnSignal.install(box);
        box.start(set);
        if (!awaitShell(box, home) && !awaitLog(box, home)) {
            out.println("cairn: box " + config.name() + " ready, home " + home.root());
            out.flush();
            box.awaitEnd(0);
        }
        return Outcome.done(0);
    }

    /** Waits until the box's shell takes a connection; whether the box ended before that. */
    private static boolean awaitShell(RunningBox box, Home home) {
        long waitedMillis = 0;
        while (!ShellClient.answers(home.root())) {
            if (box.awaitEnd(POLL_MILLIS)) {
                return true;
            }
            waitedMillis += POLL_MILLIS;
            if (waitedMillis == PATIENCE_MILLIS) {
                LOG.log(System.Logger.Level.WARNING, "the box runs, but no shell answers on "
                    + home.socket() + "; still waiting for it");
            }
        }
        return false;
    }

    /** Waits a while until the box serves its log and views; whether the box ended before that. */
    private static boolean awaitLog(RunningBox box, Home home) {
        Optional<String> problem = ShellClient.unready(home.root());
        for (long waitedMillis = 0; problem.isPresent(); waitedMillis += POLL_MILLIS) {
            if (waitedMillis >= PROBLEM_PATIENCE_MILLIS) {
                LOG.log(System.Logger.Level.WARNING, "the box runs, but: " + problem.get());
                return false;
            }
            if (box.awaitEnd(POLL_MILLIS)) {
                return true;
            }
            problem = ShellClient.unready(home.root());
        }
        return false;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A box need not have a name on any network.
            return "";
        }
    }
}
