// No element, but what <wg-map> needs: where the focus is, and how to find it once its surroundings are drawn anew.

const PLACES = "[id^=c-],[id^=h-],[id^=l-],#map-head,#map-bar,#map-title,#map-sub,#map-points";
const THING = "[data-id],[data-point]";
const PRESSED = "button,a";

/** What can be pressed in a thing, or in a place outside of its things: there things come and go, the rest stays. */
const pressed = (place, thing) => [...(thing ?? place).querySelectorAll(PRESSED)].filter(
  (one) => !one.disabled && (thing || !place.contains(one.closest(THING))));

/** @returns {() => void} Puts the focus back where it is now, should it have gone with what was drawn anew. */
export default () => {
  const active = document.activeElement;
  const place = active?.closest(PLACES);
  if (!place) return () => {};
  const around = active.closest(THING);
  const thing = place.contains(around) ? around : null;
  const { point, target } = thing?.dataset ?? {};
  const at = [...place.querySelectorAll(THING)].indexOf(thing);
  const nth = pressed(place, thing).indexOf(active);

  // Found by its id wherever it stands now, by what it stands for, or by its place: an edit may give it another id.
  const found = (things) => document.getElementById(thing.id)
    ?? things.find((one) => (point ? one.dataset.point === point : target && one.dataset.target === target))
    ?? things[at] ?? null;

  return () => {
    const now = document.getElementById(place.id);
    if (!now || active.isConnected || document.activeElement !== document.body) return;
    const all = pressed(now, thing && found([...now.querySelectorAll(THING)]));
    (all[nth] ?? all[0])?.focus({ preventScroll: true });
  };
};
