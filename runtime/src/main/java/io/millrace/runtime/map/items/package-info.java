/// Items of Map Runs, one after the other, from the formats an ItemReader knows; nothing is held
/// but the item at hand.
///
/// It knows no execution. Read [io.millrace.runtime.map.items.ItemFeed] first.
@NullMarked
package io.millrace.runtime.map.items;

import org.jspecify.annotations.NullMarked;
