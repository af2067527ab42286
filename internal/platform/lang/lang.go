// Package lang speaks Swedish: every sentence a person reads comes from a
// catalogue that is merged from the rooms at start.
//
// A room keeps its texts in sv.json beside its pages, and easier wordings of
// some of them in sv-latt.json:
//
//	{
//	  "course.start": "Börja",
//	  "course.hello": "Hej {name}!",
//	  "course.left":  {"en": "1 kurs är kvar", "fler": "{n} kurser är kvar"}
//	}
//
// A key begins with its room's name. Placeholders are filled by name; a text
// with two forms is chosen by the argument n. A key that does not exist is
// shown as ⟦key⟧, which tests look for.
package lang

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Texts are the words lang itself needs: months, weekdays, counts.
//
//go:embed sv.json
var Texts embed.FS

// The file names a room's file system is asked for.
const (
	plainFile = "sv.json"
	easyFile  = "sv-latt.json"
)

// Catalog is the texts of one wording. It is never changed after New, so one
// value serves all requests.
type Catalog struct {
	plain, easy map[string]text
	wantEasy    bool
}

// text is one entry: one form, or two chosen by number.
type text struct {
	One   string `json:"en"`
	Other string `json:"fler"`
}

func (t *text) UnmarshalJSON(b []byte) error {
	if err := json.Unmarshal(b, &t.Other); err == nil {
		return nil
	}
	type both text
	if err := json.Unmarshal(b, (*both)(t)); err != nil {
		return err
	}
	if t.One == "" || t.Other == "" {
		return errors.New(`a text with two forms needs "en" and "fler"`)
	}
	return nil
}

// New merges the catalogues of the rooms; a room's name is used in messages.
// Its own texts are always included. A key given twice is an error, and so is
// an easy text without a plain one.
func New(rooms map[string]fs.FS) (*Catalog, error) {
	c := &Catalog{plain: map[string]text{}, easy: map[string]text{}}
	all := map[string]fs.FS{"lang": Texts}
	maps.Copy(all, rooms)
	var wrong []error
	for _, room := range slices.Sorted(maps.Keys(all)) {
		wrong = append(wrong,
			merge(c.plain, all[room], room, plainFile),
			merge(c.easy, all[room], room, easyFile))
	}
	for _, key := range slices.Sorted(maps.Keys(c.easy)) {
		wrong = append(wrong, c.easyFits(key))
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, err
	}
	return c, nil
}

// easyFits tells why an easy text cannot stand in for its plain one.
func (c *Catalog) easyFits(key string) error {
	plain, ok := c.plain[key]
	if !ok {
		return fmt.Errorf("easy text %q has no plain text", key)
	}
	if want, got := places(plain), places(c.easy[key]); !slices.Equal(want, got) {
		return fmt.Errorf("easy text %q has different places to fill: %v, not %v", key, got, want)
	}
	return nil
}

var place = regexp.MustCompile(`\{[a-z_]+\}`)

func places(t text) []string {
	found := place.FindAllString(t.Other, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func merge(into map[string]text, room fs.FS, name, file string) error {
	b, err := fs.ReadFile(room, file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s/%s: %w", name, file, err)
	}
	texts := map[string]text{}
	if err := json.Unmarshal(b, &texts); err != nil {
		return fmt.Errorf("%s/%s: %w", name, file, err)
	}
	if key := twice(b); key != "" {
		return fmt.Errorf("%s/%s: the key %q stands twice", name, file, key)
	}
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		if !strings.Contains(key, ".") {
			return fmt.Errorf("%s/%s: %q cannot be its name: a key is its room, a dot and more", name, file, key)
		}
		if _, taken := into[key]; taken {
			return fmt.Errorf("%s/%s: the key %q is already taken", name, file, key)
		}
		into[key] = texts[key]
	}
	return nil
}

// twice gives a key that stands twice in a file: the later would silently take the first one's place.
func twice(b []byte) string {
	seen := map[string]bool{}
	d, depth, isKey := json.NewDecoder(bytes.NewReader(b)), 0, true
	for {
		t, err := d.Token()
		if err != nil {
			return ""
		}
		switch v := t.(type) {
		case json.Delim:
			if v == '{' {
				depth++
			} else {
				depth--
			}
			isKey = true
		case string:
			if depth == 1 && isKey {
				if seen[v] {
					return v
				}
				seen[v] = true
			}
			isKey = !isKey
		}
	}
}

// Easy is the same catalogue in easy Swedish. Keys in EasyKeys have an easy
// text; all others keep their plain one, by choice and not by accident.
func (c *Catalog) Easy() *Catalog {
	easy := *c
	easy.wantEasy = true
	return &easy
}

// IsEasy tells whether this wording is easy Swedish.
func (c *Catalog) IsEasy() bool { return c.wantEasy }

// EasyKeys lists the keys that have an easy text.
func (c *Catalog) EasyKeys() []string { return slices.Sorted(maps.Keys(c.easy)) }

// Keys lists every key.
func (c *Catalog) Keys() []string { return slices.Sorted(maps.Keys(c.plain)) }

// Has tells whether the key exists.
func (c *Catalog) Has(key string) bool {
	_, ok := c.plain[key]
	return ok
}

// T is the text of key with its placeholders filled from pairs of name and
// value: T("course.left", "n", 3). Numbers and dates are written in Swedish (give
// a year or a code as a string); anything else as fmt prints it.
func (c *Catalog) T(key string, pairs ...any) string {
	t, ok := c.plain[key]
	if e, easy := c.easy[key]; easy && c.wantEasy {
		t = e
	}
	if !ok {
		return "⟦" + key + "⟧"
	}
	form, fill := t.Other, make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		name := fmt.Sprint(pairs[i])
		if name == "n" && t.One != "" && isOne(pairs[i+1]) {
			form = t.One
		}
		fill = append(fill, "{"+name+"}", c.show(pairs[i+1]))
	}
	if len(fill) == 0 {
		return form
	}
	return strings.NewReplacer(fill...).Replace(form)
}

func isOne(v any) bool { return v == 1 || v == int64(1) }

func (c *Catalog) show(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return Number(v)
	case int64:
		return Number(v)
	case float64:
		return Decimal(v, 1)
	case time.Time:
		return c.Date(v)
	default:
		return fmt.Sprint(v)
	}
}

type contextKey struct{}

// With puts the catalogue of this request in its context.
func With(ctx context.Context, c *Catalog) context.Context {
	return context.WithValue(ctx, contextKey{}, c)
}

// From is the catalogue of this request; without one, an empty catalogue that
// shows every key as missing.
func From(ctx context.Context) *Catalog {
	if c, ok := ctx.Value(contextKey{}).(*Catalog); ok && c != nil {
		return c
	}
	return &Catalog{}
}

// T is From(ctx).T, short enough for templates.
func T(ctx context.Context, key string, pairs ...any) string { return From(ctx).T(key, pairs...) }
