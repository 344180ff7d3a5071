// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An immutable sorted map whose changed copies share all but a few nodes with it, so that a
 * snapshot of a large state costs nothing. Get, put and remove take logarithmic time. Safe from any
 * thread.
 *
 * <p>A weight-balanced tree after Adams, "Efficient sets: a balancing act" (1993), with the balance
 * parameters (3, 2) that Hirai and Yamamoto, "Balancing weight-balanced trees" (2011), proved
 * right.
 */
public final class SortedTree<K extends Comparable<? super K>, V>
    implements Iterable<Map.Entry<K, V>> {
    private static final int DELTA = 3;
    private static final int RATIO = 2;
    private static final SortedTree<String, Object> NOTHING = new SortedTree<>(null);

    private record Node<K, V>(K key, V value, Node<K, V> left, Node<K, V> right, int size) {
        static <K, V> Node<K, V> of(K key, V value, Node<K, V> left, Node<K, V> right) {
            return new Node<>(key, value, left, right, sizeOf(left) + sizeOf(right) + 1);
        }
    }

    private final Node<K, V> root;

    private SortedTree(Node<K, V> root) {
        this.root = root;
    }

    @SuppressWarnings("unchecked")
    public static <K extends Comparable<? super K>, V> SortedTree<K, V> empty() {
        return (SortedTree<K, V>) NOTHING;
    }

    public int size() {
        return sizeOf(root);
    }

    public boolean isEmpty() {
        return root == null;
    }

    public Optional<V> get(K key) {
        Node<K, V> node = root;
        while (node != null) {
            int order = key.compareTo(node.key);
            if (order == 0) {
                return Optional.of(node.value);
            }
            node = order < 0 ? node.left : node.right;
        }
        return Optional.empty();
    }

    public SortedTree<K, V> put(K key, V value) {
        return new SortedTree<>(put(root, key, value));
    }

    public SortedTree<K, V> remove(K key) {
        return get(key).isEmpty() ? this : new SortedTree<>(remove(root, key));
    }

    /** Every entry in the order of the keys. */
    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        return new Walk<>(root, key -> true);
    }

    /** Every entry whose key comes after {@code key}, in order. */
    public Iterable<Map.Entry<K, V>> after(K key) {
        return () -> new Walk<>(root, node -> key.compareTo(node) < 0);
    }

    private static int sizeOf(Node<?, ?> node) {
        return node == null ? 0 : node.size;
    }

    private static <K extends Comparable<? super K>, V> Node<K, V> put(
        Node<K, V> node, K key, V value) {
        if (node == null) {
            return Node.of(key, value, null, null);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return Node.of(key, value, node.left, node.right);
        }
        return order < 0
            ? balance(node.key, node.value, put(node.left, key, value), node.right)
            : balance(node.key, node.value, node.left, put(node.right, key, value));
    }

    private static <K extends Comparable<? super K>, V> Node<K, V> remove(Node<K, V> node, K key) {
        int order = key.compareTo(node.key);
        if (order < 0) {
            return balance(node.key, node.value, remove(node.left, key), node.right);
        }
        if (order > 0) {
            return balance(node.key, node.value, node.left, remove(node.right, key));
        }
        if (node.left == null || node.right == null) {
            return node.left == null ? node.right : node.left;
        }
        Node<K, V> next = first(node.right);
        return balance(next.key, next.value, node.left, remove(node.right, next.key));
    }

    private static <K, V> Node<K, V> first(Node<K, V> node) {
        return node.left == null ? node : first(node.left);
    }

    private static <K, V> Node<K, V> balance(K key, V value, Node<K, V> left, Node<K, V> right) {
        int l = sizeOf(left) + 1;
        int r = sizeOf(right) + 1;
        if (r > DELTA * l) {
            return sizeOf(right.left) + 1 < RATIO * (sizeOf(right.right) + 1)
                ? rotateLeft(key, value, left, right)
                : rotateLeft(key, value, left, rotateRight(
                    right.key, right.value, right.left, right.right));
        }
        if (l > DELTA * r) {
            return sizeOf(left.right) + 1 < RATIO * (sizeOf(left.left) + 1)
                ? rotateRight(key, value, left, right)
                : rotateRight(key, value, rotateLeft(
                    left.key, left.value, left.left, left.right), right);
        }
        return Node.of(key, value, left, right);
    }

    private static <K, V> Node<K, V> rotateLeft(
        K key, V value, Node<K, V> left, Node<K, V> right) {
        return Node.of(right.key, right.value,
            Node.of(key, value, left, right.left), right.right);
    }

    private static <K, V> Node<K, V> rotateRight(
        K key, V value, Node<K, V> left, Node<K, V> right) {
        return Node.of(left.key, left.value,
            left.left, Node.of(key, value, left.right, right));
    }

    /** An in-order walk over the nodes whose key is wanted; wanted keys are a tail of all keys. */
    private static final class Walk<K, V> implements Iterator<Map.Entry<K, V>> {
        private final Deque<Node<K, V>> path = new ArrayDeque<>();
        private final Predicate<K> wanted;

        Walk(Node<K, V> root, Predicate<K> wanted) {
            this.wanted = wanted;
            descend(root);
        }

        private void descend(Node<K, V> node) {
            while (node != null) {
                if (wanted.test(node.key)) {
                    path.push(node);
                    node = node.left;
                } else {
                    node = node.right;
                }
            }
        }

        @Override
        public boolean hasNext() {
            return !path.isEmpty();
        }

        @Override
        public Map.Entry<K, V> next() {
            if (path.isEmpty()) {
                throw new NoSuchElementException();
            }
            Node<K, V> node = path.pop();
            descend(node.right);
            return Map.entry(node.key, node.value);
        }
    }
}
