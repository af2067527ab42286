package app_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"maps"
	"path"
	"slices"
	"testing"

	"yrkesresan/internal/platform/db"
)

// frozen are the migrations of releases: a database out there has run them, so that they never
// change. What is wrong in one is mended in a new one.
var frozen = map[string]string{
	"0001_foundation.sql":    "a6a2b8046a5a75cc",
	"0002_learning.sql":      "8ee2feffc6e5e2c1",
	"0003_grant_subject.sql": "ca96dd781427e549",
	"0004_note.sql":          "ee727b1776036ae9",
	"0005_group.sql":         "4916b641dc36c15a",
	"0006_roles.sql":         "59a9cf69c9a8bf76",
	"0007_signin.sql":        "80579d84fd46bfa0",
	"0008_privacy.sql":       "64ebc11dec4b0c77",
	"0009_tailoring.sql":     "58f5b5276621786c",
	"0010_nation.sql":        "412716b080910c25",
	"0011_report.sql":        "5c3dc2eab09d8cfe",
	"0012_messages.sql":      "2d8cacd7b959f34e",
	"0013_municipality.sql":  "236e7aead2b62b9d",
	"0014_search.sql":        "d79eb426dd5d121a",
	"0015_api.sql":           "42f9ef3c85c7bceb",
	"0016_pass.sql":          "61708a5916fb4f03",
	"0018_titles.sql":        "e04ab28066ce6d3f",
	"0019_course_note.sql":   "daca01f12870f59a",
	"0020_framework.sql":     "b9d7c073b1b30023",
	"0021_profile.sql":       "ab712f00ec966444",
	"0022_competence.sql":    "694cd46c7f11d587",
	"0023_gap.sql":           "da73a4aafe00883f",
	"0024_gap_summary.sql":   "a978eec36c4619a9",
	"0025_role.sql":          "128051c6e3818335",
	"0026_validation.sql":    "2046ead2fbb35063",
	"0027_assess.sql":        "d51d57eaf2c24f15",
	"0028_development.sql":   "86bc02123d3f60e8",
	"0029_marks.sql":         "578bb1b33545cb71",
	"0030_home_care.sql":     "c7ad91f10ff34693",
	"0031_occasion.sql":      "c0244ed086dcfedc",
	"0032_booking.sql":       "e13dc0ec636c23d8",
	"0034_attendance.sql":    "c4b2fb7b96f00bae",
	"0035_staffing.sql":      "5a725ca919d66ffa",
	"0036_practice.sql":      "770f50fe7f6f35f9",
	"0037_demand.sql":        "1aac49b95ceae3c4",
	"0038_evaluation.sql":    "b8c07a675e455002",
	"0039_guest.sql":         "7fd6f87fe01dc337",
}

func TestMigrationsOfReleasesNeverChange(t *testing.T) {
	t.Parallel()
	for name, want := range frozen {
		text, err := fs.ReadFile(db.Migrations(), "migrations/"+name)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(text)
		if got := hex.EncodeToString(sum[:8]); got != want {
			t.Errorf("%s has changed: %s, not %s", name, got, want)
		}
	}
	last := slices.Max(slices.Collect(maps.Keys(frozen)))
	all, err := fs.Glob(db.Migrations(), "migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range all {
		if name := path.Base(file); name < last && frozen[name] == "" {
			t.Errorf("%s comes before the last one of a release: number it after that", name)
		}
	}
}
