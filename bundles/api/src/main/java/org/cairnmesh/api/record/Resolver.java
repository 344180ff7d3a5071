// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.record;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.record.RecordView.Head;

/**
 * Which of several heads of a field a reader shows as its value. It chooses, and settles nothing:
 * the heads stay, and the field stays a conflict until someone who has seen them writes again.
 * Safe from any thread.
 */
public enum Resolver {
    /** The head that is shown first: the one of the latest time. */
    SHOWN,
    /** The head of the earliest time. */
    FIRST,
    /** The greatest number; of texts the last by code point. A number is above every text. */
    HIGHEST,
    /** The least number; of texts the first by code point. A number is below every text. */
    LOWEST,
    /** Every value, each once, the one shown first in front. */
    ALL;

    private static final Comparator<String> TEXTS = (a, b) ->
        Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    /** What people type, and what events hold. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Resolver> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    /** What is shown of these heads: one of them; none of none; with {@link #ALL} several. */
    public List<Head> choose(List<Head> heads) {
        if (heads.isEmpty()) {
            return List.of();
        }
        return switch (this) {
            case SHOWN -> heads.subList(0, 1);
            case FIRST -> heads.subList(heads.size() - 1, heads.size());
            case HIGHEST -> List.of(best(heads, true));
            case LOWEST -> List.of(best(heads, false));
            case ALL -> distinct(heads);
        };
    }

    /** Of equal ones the one that is shown first. */
    private static Head best(List<Head> heads, boolean highest) {
        Head best = heads.get(0);
        for (Head head : heads) {
            int order = compare(head.value(), best.value(), highest);
            best = (highest ? order : -order) > 0 ? head : best;
        }
        return best;
    }

    private static int compare(Item a, Item b, boolean numbersAbove) {
        Optional<BigDecimal> numberA = number(a);
        Optional<BigDecimal> numberB = number(b);
        if (numberA.isPresent() != numberB.isPresent()) {
            return numberA.isPresent() == numbersAbove ? 1 : -1;
        }
        return numberA.isPresent() ? numberA.get().compareTo(numberB.orElseThrow())
            : TEXTS.compare(Values.text(a), Values.text(b));
    }

    private static Optional<BigDecimal> number(Item item) {
        if (item instanceof Item.Int number) {
            return Optional.of(BigDecimal.valueOf(number.value()));
        }
        return item instanceof Item.Dec decimal ? Optional.of(decimal.value()) : Optional.empty();
    }

    private static List<Head> distinct(List<Head> heads) {
        Set<Item> values = new LinkedHashSet<>();
        return heads.stream().filter(head -> values.add(head.value())).toList();
    }
}
