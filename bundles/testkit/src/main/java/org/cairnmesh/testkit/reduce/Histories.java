// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.reduce;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.reduce.Causality;

/**
 * Draws what several authors wrote who met now and then, from a seed: some clocks are wrong by
 * years, some authors are set back to what they knew earlier (a restored box), and some drafts were
 * opened long before they were written (a basis). Because the authors' knowledge is kept, what each
 * had seen is the truth and not what some header claims.
 */
public final class Histories {
    private static final long START_MILLIS = 1_750_000_000_000L;
    private static final long YEARS_MILLIS = 70L * 365 * 24 * 3_600_000;
    private static final Comparator<Event> PRECEDENCE =
        Comparator.comparingLong(Event::atMillis).thenComparing(Event::id);

    private final Random random;
    private final Drafts drafts;
    private final List<Author> authors = new ArrayList<>();
    private final List<Written> written = new ArrayList<>();
    private final Map<EventId, Event> events = new HashMap<>();

    private Histories(Random random, Drafts drafts) {
        this.random = random;
        this.drafts = drafts;
    }

    /** A history of 5 to 60 events in the total order. */
    public static List<Told> draw(long seed, Drafts drafts) {
        Histories histories = new Histories(new Random(seed), drafts);
        return histories.draw();
    }

    private List<Told> draw() {
        for (int i = 2 + random.nextInt(4); i > 0; i--) {
            authors.add(new Author(i));
        }
        for (int wanted = 5 + random.nextInt(56); written.size() < wanted;) {
            Author author = anyAuthor();
            int step = random.nextInt(100);
            if (step < 60) {
                author.write();
            } else if (step < 80) {
                author.known.addAll(anyAuthor().known);
            } else if (step < 95) {
                author.hearOne();
            } else {
                author.restore();
            }
        }
        return written.stream()
            .sorted(Comparator.comparingLong(Written::rank).thenComparing(w -> w.event().id()))
            .map(w -> new Told(w.event(), w.truth())).toList();
    }

    private Author anyAuthor() {
        return authors.get(random.nextInt(authors.size()));
    }

    private record Written(Event event, long rank, Truth truth, Set<Integer> known) { }

    /** Knows indexes into all that was written, always with everything that they build on. */
    private final class Author {
        private final String name;
        private final long clockErrorMillis;
        private final DeviceId device = new DeviceId(Bytes.of(draw(DeviceId.SIZE)));
        private final Set<Integer> known = new TreeSet<>();
        private Bytes origin = Bytes.of(draw(EventId.ORIGIN_SIZE));
        private long number;
        private Set<Integer> backup = Set.of();

        Author(int index) {
            name = "box" + index;
            clockErrorMillis = switch (random.nextInt(4)) {
                case 0 -> YEARS_MILLIS;
                case 1 -> -random.nextInt(100_000_000);
                default -> random.nextInt(1_000);
            };
        }

        private byte[] draw(int size) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            return bytes;
        }

        void write() {
            List<Event> all = known.stream().map(i -> written.get(i).event()).toList();
            Draft draft = drafts.next(random, all);
            Optional<List<EventId>> basis = random.nextInt(7) == 0 ? Optional.of(all.stream()
                .filter(e -> random.nextInt(4) == 0).map(Event::id).limit(4).toList())
                : Optional.empty();
            long at = START_MILLIS + clockErrorMillis + written.size() * 1_000L;
            Event event = new Event(new EventId(origin, number++), draft.kind(), draft.payload(),
                draft.by(), at, basis);
            Set<EventId> seen = new HashSet<>(basis.orElse(all.stream().map(Event::id).toList()));
            long rank = known.stream().mapToLong(i -> written.get(i).rank() + 1)
                .reduce(at, Math::max);
            events.put(event.id(), event);
            written.add(new Written(event, rank, new Truth(event, seen, device, name),
                new TreeSet<>(known)));
            known.add(written.size() - 1);
            if (random.nextInt(5) == 0) {
                backup = Set.copyOf(known);
            }
        }

        void hearOne() {
            if (!written.isEmpty()) {
                int index = random.nextInt(written.size());
                known.add(index);
                known.addAll(written.get(index).known());
            }
        }

        void restore() {
            known.clear();
            known.addAll(backup);
            origin = Bytes.of(draw(EventId.ORIGIN_SIZE));
            number = 0;
        }
    }

    private final class Truth implements Causality {
        private final Event event;
        private final Set<EventId> seen;
        private final DeviceId device;
        private final String box;

        Truth(Event event, Set<EventId> seen, DeviceId device, String box) {
            this.event = event;
            this.seen = seen;
            this.device = device;
            this.box = box;
        }

        @Override
        public boolean saw(EventId earlier) {
            return seen.contains(held(earlier).id());
        }

        @Override
        public int precedence(EventId a, EventId b) {
            return PRECEDENCE.compare(held(a), held(b));
        }

        @Override
        public DeviceId device() {
            return device;
        }

        @Override
        public String box() {
            return box;
        }

        private Event held(EventId id) {
            return Optional.ofNullable(events.get(id)).orElseThrow(() -> new AssertionError(
                "at " + event.id() + " the reducer asks about an event that is not held: " + id));
        }
    }
}
