// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.reduce;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.reduce.Causality;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;
import org.cairnmesh.api.reduce.Reducer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A plain reducer keeps the contract; reducers that break a rule of it are caught. */
class ReducerContractTest {
    private static final Kind KIND = new Kind("tally.add");

    /** Strings together the texts that were said of a name. */
    private static class Tally implements Reducer {
        @Override
        public String name() {
            return "tally";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public Set<Kind> kinds() {
            return Set.of(KIND);
        }

        @Override
        public Key key(Event event) {
            return new Key(event.payload().text("name"));
        }

        @Override
        public Document fold(Document before, Event event, Causality seen) {
            return new Document(before.content().with("said", Item.of(
                before.content().text("said") + text(event) + " on " + seen.box() + "; ")));
        }

        String text(Event event) {
            return event.payload().text("text");
        }

        @Override
        public Document view(Document state) {
            return state;
        }
    }

    private static class Contract extends ReducerContract {
        private final Reducer reducer;

        Contract(Reducer reducer) {
            this.reducer = reducer;
        }

        @Override
        protected Reducer reducer() {
            return reducer;
        }

        @Override
        protected Draft draft(Random random, List<Event> known) {
            return Draft.of(KIND, new Item.Table(Map.of(
                "name", Item.of("n" + random.nextInt(12)),
                "text", Item.of("t" + random.nextInt(9)))), "Ana");
        }
    }

    @Nested
    class PlainReducer extends Contract {
        PlainReducer() {
            super(new Tally());
        }
    }

    @Test
    void aReducerWithStateIsCaught() {
        Reducer counting = new Tally() {
            private int folds;

            @Override
            String text(Event event) {
                return super.text(event) + folds++;
            }
        };
        isCaught(counting, ReducerContract::anyOrderOfArrivalFoldsToEqualDocuments);
        isCaught(counting, ReducerContract::equalEventsFoldToEqualDocumentsWhoeverFoldsThem);
        isCaught(counting, ReducerContract::aStateSurvivesItsEncodingAtAnyPoint);
    }

    @Test
    void aReducerThatKnowsObjectsByIdentityIsCaught() {
        isCaught(new Tally() {
            @Override
            String text(Event event) {
                return super.text(event) + System.identityHashCode(event.payload());
            }
        }, ReducerContract::equalEventsFoldToEqualDocumentsWhoeverFoldsThem);
    }

    @Test
    void aReducerThatThrowsAtNonsenseIsCaught() {
        Reducer strict = new Tally() {
            @Override
            String text(Event event) {
                return ((Item.Text) event.payload().get("text")).value();
            }
        };
        isCaught(strict, ReducerContract::garbageNeitherThrowsNorSpoilsAView);
        isCaught(strict, ReducerContract::anEmptyPayloadOfAnyKindIsFolded);
    }

    @Test
    void aReducerThatThrowsAtARepeatedEventIsCaught() {
        isCaught(new Tally() {
            @Override
            public Document fold(Document before, Event event, Causality seen) {
                if (before.content().has(event.id().toString())) {
                    throw new IllegalStateException("twice");
                }
                return new Document(before.content().with(event.id().toString(), Item.TRUE));
            }
        }, ReducerContract::anEventThatIsFoldedTwiceBreaksNothing);
    }

    @Test
    void aViewThatIsNotOfTheStateAloneIsCaught() {
        isCaught(new Tally() {
            private int views;

            @Override
            public Document view(Document state) {
                return new Document(state.content().with("views", Item.of(views++)));
            }
        }, ReducerContract::aViewIsOfTheStateAlone);
    }

    @Test
    void aStateThatCannotBeDecodedIsCaught() {
        isCaught(new Tally() {
            @Override
            public Document fold(Document before, Event event, Causality seen) {
                Item deep = Item.TRUE;
                for (int i = 0; i < 20; i++) {
                    deep = Item.of(deep, Item.NULL);
                }
                return new Document(before.content().with("deep", deep));
            }
        }, ReducerContract::aStateSurvivesItsEncodingAtAnyPoint);
    }

    @Test
    void aGeneratorThatLeavesOutAKindIsCaught() {
        isCaught(new Tally() {
            @Override
            public Set<Kind> kinds() {
                return Set.of(KIND, new Kind("tally.remove"));
            }
        }, ReducerContract::theGeneratorDrawsEveryKind);
    }

    private static void isCaught(Reducer reducer, Consumer<ReducerContract> test) {
        assertThrows(AssertionError.class, () -> test.accept(new Contract(reducer)));
    }
}
