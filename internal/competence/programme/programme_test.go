package programme_test

import (
	"testing"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/competence/programme"
	"yrkesresan/internal/framework/frame"
)

func merit(by frame.By, ref string) held.Merit {
	return held.Merit{ID: "m", By: by, Ref: ref, From: "2019-06-10", Checked: true}
}

func TestWhatFillsTheFormalLevel(t *testing.T) {
	t.Parallel()
	unchecked := merit(frame.ByEducation, "vard-och-omsorg")
	unchecked.Checked = false
	late := merit(frame.ByEducation, "vard-och-omsorg")
	late.From = "2026-03-03"
	past := merit(frame.ByTitle, "underskoterska")
	past.Until = "2026-03-02"
	for name, c := range map[string]struct {
		work  string
		level programme.Level
		have  []held.Merit
		want  bool
	}{
		"nothing is asked":            {"personlig-assistent", "", nil, true},
		"nothing is held":             {"underskoterska", "gymnasial", nil, false},
		"the programme":               {"underskoterska", "gymnasial", []held.Merit{merit(frame.ByEducation, "vard-och-omsorg")}, true},
		"validated":                   {"underskoterska", "gymnasial", []held.Merit{merit(frame.ByValidation, "vard-och-omsorg")}, true},
		"not seen":                    {"underskoterska", "gymnasial", []held.Merit{unchecked}, false},
		"not finished":                {"underskoterska", "gymnasial", []held.Merit{late}, false},
		"the other programme":         {"underskoterska", "gymnasial", []held.Merit{merit(frame.ByEducation, "barn-och-fritid")}, false},
		"either for base staff":       {"stodassistent", "gymnasial", []held.Merit{merit(frame.ByEducation, "barn-och-fritid")}, true},
		"a stödpedagog asks for YH":   {"stodpedagog", "yh", []held.Merit{merit(frame.ByEducation, "vard-och-omsorg")}, false},
		"a stödpedagog has YH":        {"stodpedagog", "yh", []held.Merit{merit(frame.ByEducation, "yh-stodpedagog")}, true},
		"a higher level in the field": {"underskoterska", "gymnasial", []held.Merit{merit(frame.ByEducation, "sjukskoterskeprogrammet")}, true},
		"some other education":        {"underskoterska", "gymnasial", []held.Merit{merit(frame.ByEducation, "annan-hogskola")}, false},
		"a licence for it":            {"sjukskoterska", "högskola", []held.Merit{merit(frame.ByLicence, "sjukskoterska")}, true},
		"the title":                   {"underskoterska", "gymnasial", []held.Merit{merit(frame.ByTitle, "underskoterska")}, true},
		"the title until today":       {"underskoterska", "gymnasial", []held.Merit{past}, false},
		"a course":                    {"underskoterska", "gymnasial", []held.Merit{merit(frame.ByCourse, "vard-och-omsorg")}, false},
		"a function":                  {"underskoterska", "gymnasial", []held.Merit{merit(frame.ByFunction, "underskoterska")}, false},
	} {
		if _, got := programme.Fills(c.work, c.level, c.have, "2026-03-02"); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestTheTwoProgrammesAreKeptApart(t *testing.T) {
	t.Parallel()
	care, ok := programme.Find("vard-och-omsorg")
	children, also := programme.Find("barn-och-fritid")
	if !ok || !also || care.Name == children.Name || !care.Orientations || !children.Orientations || len(care.Parts) == 0 || len(children.Parts) == 0 {
		t.Errorf("%+v %+v", care, children)
	}
	if _, ok := programme.Find("trollkonst"); ok {
		t.Error("found what there is none of")
	}
	for _, wrong := range []string{"- {id: x}", "- {id: x, name: X, level: hog, system: hp}", "- {id: x, name: X, level: yh, system: yh}\n- {id: x, name: X, level: yh, system: yh}"} {
		if _, err := programme.Read([]byte(wrong)); err == nil {
			t.Errorf("read %s", wrong)
		}
	}
}
