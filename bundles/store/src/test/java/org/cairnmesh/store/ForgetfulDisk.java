// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A disk in memory that keeps what was synced and, when power is cut, any part of the rest: single
 * sectors of single writes in any order, or the first writes and a torn one. It can also be full,
 * and fail now and then, like a sick disk: what a failed sync did not write is not written by the
 * next one either. Names work alike: the first of those that were not synced are kept.
 */
final class ForgetfulDisk implements Disk {
    private final Random random;
    private final Map<Path, ForgetfulFile> names = new HashMap<>();
    private final Map<Path, ForgetfulFile> durable = new HashMap<>();
    private final List<Runnable> unsynced = new ArrayList<>();
    private final List<ForgetfulFile> files = new ArrayList<>();
    private long stepsLeft = Long.MAX_VALUE;
    private double faultRate;
    private int forces;
    private long bytesMax = Long.MAX_VALUE;

    ForgetfulDisk(long seed) {
        random = new Random(seed);
    }

    /** After so many more writes and syncs the power is cut in the middle of the next one. */
    void cutAfter(long steps) {
        stepsLeft = steps;
    }

    /** Lets this share of all writes and syncs fail. */
    void failAt(double rate) {
        faultRate = rate;
    }

    /** Lets files grow to so many bytes in all and no further. */
    void fillUpAt(long bytes) {
        bytesMax = bytes;
    }

    /** How many times a file was synced. */
    int forces() {
        return forces;
    }

    void forced() {
        forces++;
    }

    boolean isCut() {
        return stepsLeft < 0;
    }

    /** Power is back; what was not on the disk is gone. */
    void reboot() {
        int kept = random.nextInt(unsynced.size() + 1);
        unsynced.subList(0, kept).forEach(Runnable::run);
        unsynced.clear();
        names.clear();
        names.putAll(durable);
        files.forEach(file -> file.forget(random));
        files.retainAll(names.values());
        stepsLeft = Long.MAX_VALUE;
        faultRate = 0;
    }

    /** Bytes of a file rot, on the disk too; or its end goes. Answers whether any did. */
    boolean damage(Path path, Random how, boolean cut) {
        ForgetfulFile file = names.get(path);
        return file != null && file.damage(how, cut);
    }

    long bytes() {
        return names.values().stream().mapToLong(ForgetfulFile::size).sum();
    }

    /** Called before each step; throws if it is not to be. */
    void step(String what) throws IOException {
        if (isCut() || --stepsLeft < 0) {
            throw new IOException("the power is off: " + what);
        }
        if (random.nextDouble() < faultRate) {
            throw new IOException("the disk is sick: " + what);
        }
    }

    void allot(long growth) throws IOException {
        if (growth > 0 && bytes() + growth > bytesMax) {
            throw new IOException("No space left on device");
        }
    }

    Random random() {
        return random;
    }

    @Override
    public boolean exists(Path file) {
        return names.containsKey(file);
    }

    @Override
    public FileChannel open(Path path) throws IOException {
        if (!names.containsKey(path)) {
            step("make " + path);
            ForgetfulFile file = new ForgetfulFile(this);
            files.add(file);
            names.put(path, file);
            unsynced.add(() -> durable.put(path, file));
        }
        return names.get(path).open();
    }

    @Override
    public FileChannel openToRead(Path path) throws IOException {
        if (!names.containsKey(path)) {
            throw new NoSuchFileException(path.toString());
        }
        return names.get(path).open();
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        step("move " + from);
        if (!names.containsKey(from)) {
            throw new NoSuchFileException(from.toString());
        }
        ForgetfulFile file = names.remove(from);
        names.put(to, file);
        unsynced.add(() -> {
            durable.remove(from);
            durable.put(to, file);
        });
    }

    @Override
    public void delete(Path file) throws IOException {
        step("delete " + file);
        if (names.remove(file) != null) {
            unsynced.add(() -> durable.remove(file));
        }
    }

    @Override
    public void makeDirectory(Path directory) {
        // there are none: a name is a path
    }

    @Override
    public void sync(Path directory) throws IOException {
        step("sync " + directory);
        unsynced.forEach(Runnable::run);
        unsynced.clear();
    }
}
