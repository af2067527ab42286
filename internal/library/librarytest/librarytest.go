// Package librarytest makes places and people for the tests of the library.
package librarytest

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"testing"

	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/library"
	"yrkesresan/internal/library/collection"
	"yrkesresan/internal/library/state"
	"yrkesresan/internal/platform/may"
)

// The places of the world besides the town: another municipality of its RSS, one of another RSS, a private employer in the town.
const (
	Town    = gaptest.Town
	RSS     = "rss-GR"
	Near    = "k-1481"
	Far     = "k-2480"
	Private = "vardbolaget"
)

// World is Göteborg with the units solen (led by maria, with the leader lena, and amina and bengt) and lunden (pia). Kim
// keeps the town's material, rita the RSS's, nina the nation's. Olle works in the near municipality, frida far away, petra
// at the private employer.
type World struct{ *gaptest.World }

// New makes the world.
func New(t testing.TB) *World {
	t.Helper()
	w := &World{gaptest.New(t)}
	w.Place("operation", "omr", "Äldreomsorg", Town)
	w.Place("unit", "solen", "Solen", "omr")
	w.Place("unit", "lunden", "Lunden", "omr")
	w.Place("employer", Private, "Vårdbolaget", Town)
	w.Place("unit", "privata", "Privata", Private)
	w.Place("unit", "nara", "Nära", Near)
	w.Place("unit", "fjarran", "Fjärran", Far)
	for person, unit := range map[string]string{"maria": "solen", "lena": "solen", "amina": "solen", "bengt": "solen", "pia": "lunden", "kim": "omr", "rita": "omr", "nina": "omr"} {
		w.Employ(person, unit, "underskoterska")
	}
	w.EmployAt("olle", Near, "nara", "underskoterska")
	w.EmployAt("frida", Far, "fjarran", "underskoterska")
	w.EmployAt("petra", Private, "privata", "underskoterska")
	w.Grant("maria", may.Manager, "solen")
	w.Grant("lena", may.Leader, "solen")
	w.Grant("kim", may.Municipality, Town)
	w.Grant("rita", may.Region, RSS)
	w.Grant("nina", may.National, "se")
	return w
}

// Must ends the test when something went wrong.
func (w *World) Must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// Item is a piece of material with a title.
func Item(title string) collection.Item {
	return collection.Item{Title: title, About: "Kort om " + title, Form: "method", Text: "Gör **så** här.\n\n- Ett\n- Två", Topics: []string{"bemotande"}, Areas: []string{"aldreomsorg"}}
}

// Published is material that somebody has published at a place.
func (w *World) Published(person, owner, title string, spread state.Spread) library.Material {
	w.T.Helper()
	m, err := w.Library.Add(w.T.Context(), w.Actor(person), library.Material{Item: Item(title), OwnerID: owner, Spread: spread})
	w.Must(err)
	w.Must(w.Library.Publish(w.T.Context(), w.Actor(person), m.ID, 1))
	return m
}

// Story is an example that says everything.
func Story(title string, wish state.Spread) library.Example {
	return library.Example{Title: title, Wish: wish, Story: library.Story{Did: "Vi flyttade överlämningen till bordet i köket.", How: "En vecka i taget.", Gave: "Lugnare kvällar.", For: "Hela gruppen", Area: "aldreomsorg", Topics: []string{"bemotande"}}}
}

// Sent is an example that somebody has sent.
func (w *World) Sent(person, title string, wish state.Spread) library.Example {
	w.T.Helper()
	x, err := w.Library.SaveExample(w.T.Context(), w.Actor(person), Story(title, wish))
	w.Must(err)
	w.Do(person, x.ID, state.Send, "")
	return x
}

// Do takes an example on.
func (w *World) Do(person, id string, m state.Move, note string) {
	w.T.Helper()
	w.Must(w.Try(person, id, m, note))
}

// Try is Do that may be refused.
func (w *World) Try(person, id string, m state.Move, note string) error {
	w.T.Helper()
	c, err := w.Library.Case(w.T.Context(), w.Actor(person), id)
	if err != nil {
		return err
	}
	return w.Library.Go(w.T.Context(), w.Actor(person), id, library.Step{Move: m, Revision: c.Revision, Note: note})
}

// Hidden stands in the photo of Photo where a camera writes the place.
const Hidden = "57.7089N 11.9746E"

// Photo is a small JPEG as a camera makes it: on its side, with the place.
func Photo() []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		panic(err) // a grey square in memory
	}
	exif := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00" + Hidden
	return append([]byte("\xff\xd8\xff\xe1\x00"+string(rune(len(exif)+2))+exif), b.Bytes()[2:]...)
}

// PNG is a small picture.
func PNG() []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		panic(err) // a grey square in memory
	}
	return b.Bytes()
}
