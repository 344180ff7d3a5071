// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SortedTreeTest {
    @Test
    void agreesWithTreeMapAfterEveryStep() {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int keys = 1 + random.nextInt(200);
            TreeMap<Integer, Integer> model = new TreeMap<>();
            SortedTree<Integer, Integer> tree = SortedTree.empty();
            for (int step = 0; step < 300; step++) {
                int key = random.nextInt(keys);
                if (random.nextInt(5) < 3) {
                    tree = tree.put(key, step);
                    model.put(key, step);
                } else {
                    tree = tree.remove(key);
                    model.remove(key);
                }

                String where = "seed " + seed + " step " + step;
                assertEquals(model.size(), tree.size(), where);
                assertEquals(Optional.ofNullable(model.get(key)), tree.get(key), where);
                int from = random.nextInt(keys + 2) - 1;
                assertEquals(list(model.tailMap(from, false).entrySet()), list(tree.after(from)),
                    where);
            }
            assertEquals(list(model.entrySet()), list(tree), "seed " + seed);
        }
    }

    @Test
    void olderCopiesStayAsTheyWere() {
        SortedTree<Integer, String> one = SortedTree.<Integer, String>empty().put(1, "a");
        SortedTree<Integer, String> two = one.put(2, "b");

        SortedTree<Integer, String> other = two.put(1, "c").remove(2);

        assertEquals(List.of(Map.entry(1, "a")), list(one));
        assertEquals(List.of(Map.entry(1, "a"), Map.entry(2, "b")), list(two));
        assertEquals(List.of(Map.entry(1, "c")), list(other));
        assertTrue(SortedTree.<Integer, String>empty().isEmpty());
    }

    @Test
    void staysBalancedWhateverTheOrder() throws ReflectiveOperationException {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            SortedTree<Integer, Integer> tree = SortedTree.empty();
            for (int i = 0; i < 2_000; i++) {
                tree = tree.put(seed == 0 ? i : seed == 1 ? -i : random.nextInt(5_000), i);
            }
            for (int i = 0; i < 1_500; i++) {
                tree = tree.remove(seed < 2 ? i * (seed == 0 ? 1 : -1) : random.nextInt(5_000));
            }

            checkBalance(root(tree), "seed " + seed);
        }
    }

    @Test
    void anIteratorPastTheEndSaysSo() {
        SortedTree<Integer, Integer> empty = SortedTree.empty();
        Iterator<Map.Entry<Integer, Integer>> none = empty.iterator();

        assertThrows(NoSuchElementException.class, none::next);
    }

    /** Reads the nodes by reflection: the bound is the promise, the nodes are nobody's business. */
    private static int checkBalance(Object node, String where) throws ReflectiveOperationException {
        if (node == null) {
            return 0;
        }
        int left = checkBalance(read(node, "left"), where);
        int right = checkBalance(read(node, "right"), where);
        assertTrue(left + 1 <= 3 * (right + 1) && right + 1 <= 3 * (left + 1),
            where + ": " + left + " against " + right);
        return left + right + 1;
    }

    private static Object root(SortedTree<?, ?> tree) throws ReflectiveOperationException {
        return read(tree, "root");
    }

    private static Object read(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    private static <T> List<T> list(Iterable<T> iterable) {
        List<T> list = new ArrayList<>();
        iterable.forEach(list::add);
        return list;
    }
}
