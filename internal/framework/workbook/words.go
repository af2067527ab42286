package workbook

import (
	"slices"
	"strings"

	"yrkesresan/internal/framework/frame"
)

// word is a choice as a person writes it: the first is what we write, the others are understood too.
type word[T ~string] struct {
	means T
	said  []string
}

var (
	kindWords = []word[frame.Kind]{
		{frame.Theory, []string{"Teori", "theory", "teoretisk kunskap", "teoretisk ämneskunskap", "teoretiska ämneskunskaper", "kunskap"}},
		{frame.Method, []string{"Metod", "method", "metoder", "arbetssätt", "arbetssätt och metoder", "arbetssätt/metod"}},
		{frame.Skill, []string{"Färdighet", "skill", "praktisk färdighet", "förhållningssätt", "praktisk färdighet eller förhållningssätt", "praktiska färdigheter", "färdighet eller förhållningssätt"}},
	}
	formWords = []word[frame.Form]{
		{frame.Fact, []string{"Fakta", "fact"}},
		{frame.Understanding, []string{"Förståelse", "understanding"}},
		{frame.Ability, []string{"Färdighet", "skill"}},
		{frame.Familiarity, []string{"Förtrogenhet", "familiarity"}},
	}
	basisWords = []word[frame.Basis]{
		{frame.Needs, []string{"Behov", "needs", "brukarnas behov", "målgruppens behov"}},
		{frame.Law, []string{"Lag", "law"}},
		{frame.Regulation, []string{"Föreskrift", "regulation", "föreskrifter"}},
		{frame.Guideline, []string{"Riktlinje", "guideline", "riktlinjer", "allmänna råd", "allmänt råd"}},
		{frame.WorkEnvironment, []string{"Arbetsmiljö", "work_environment", "arbetsmiljöregel"}},
		{frame.TitleStrategy, []string{"Titelstrategi", "title_strategy"}},
		{frame.Local, []string{"Lokalt beslut", "local", "lokal"}},
	}
	byWords = []word[frame.By]{
		{frame.ByEducation, []string{"Utbildning", "education"}},
		{frame.ByLicence, []string{"Legitimation", "licence"}},
		{frame.ByTitle, []string{"Yrkestitel", "title", "titel", "skyddad yrkestitel"}},
		{frame.ByValidation, []string{"Validering", "validation"}},
		{frame.ByCourse, []string{"Kurs", "course"}},
		{frame.ByAssessment, []string{"Bedömning", "assessment"}},
		{frame.ByFunction, []string{"Funktion", "function"}},
	}
	assessorWords = []word[string]{
		{"self", []string{"Själv", "self"}},
		{"colleague", []string{"Kollega", "colleague"}},
		{"manager", []string{"Chef", "manager"}},
	}
)

// fold makes texts that a person means to be the same alike.
func fold(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

// say writes a choice; what is none is written as it is, for the reader to say so.
func say[T ~string](all []word[T], v T) string {
	for _, w := range all {
		if w.means == v {
			return w.said[0]
		}
	}
	return string(v)
}

// hear reads a choice; what is none is given back as it was written, for Check to say so.
func hear[T ~string](all []word[T], text string) T {
	folded := fold(text)
	for _, w := range all {
		if slices.ContainsFunc(w.said, func(s string) bool { return fold(s) == folded }) {
			return w.means
		}
	}
	return T(text)
}

func yes(is bool) string {
	if is {
		return "Ja"
	}
	return "Nej"
}
