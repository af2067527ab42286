package gapweb

import (
	"slices"

	"yrkesresan/internal/competence/programme"
	"yrkesresan/internal/competence/title"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
)

// name is what a piece of evidence other than a course is called.
func name(c *lang.Catalog, ref org.Reference, e frame.Evidence) string {
	switch {
	case e.Ref == "":
		return c.T("gap.any." + string(e.By))
	case e.By == frame.ByEducation || e.By == frame.ByValidation:
		if known, ok := programme.Find(e.Ref); ok {
			return known.Name
		}
	case e.By == frame.ByTitle:
		if known, ok := title.Of(e.Ref); ok {
			return known.Name
		}
	case e.By == frame.ByLicence:
		if i := slices.IndexFunc(ref.Occupations, func(o org.Occupation) bool { return o.ID == e.Ref }); i >= 0 {
			return ref.Occupations[i].Name
		}
	}
	return e.Ref
}
