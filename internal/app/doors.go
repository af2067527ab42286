package app

import (
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
)

// doors are the ways from the hubs to pages of other faces, in the order that the hubs show them.
func doors() []page.Door {
	var out []page.Door
	for _, hub := range []struct {
		of    page.Hub
		doors []page.Door
	}{
		{page.JourneyHub, journeyDoors()},
		{page.CompetenceHub, competenceDoors()},
		{page.DaysHub, daysDoors()},
		{page.LearningHub, learningDoors()},
		{page.SettingsHub, settingsDoors()},
		{page.HelpHub, helpDoors()},
		{page.GroupHub, groupDoors()},
		{page.UnitCompetenceHub, unitCompetenceDoors()},
		{page.PersonCompetenceHub, personCompetenceDoors()},
		{page.AreaHub, areaDoors()},
		{page.MunicipalityHub, municipalityDoors()},
		{page.PlaceCompetenceHub, placeCompetenceDoors()},
		{page.RegionHub, regionDoors()},
		{page.NationHub, nationDoors()},
	} {
		for _, d := range hub.doors {
			d.Hub = hub.of
			out = append(out, d)
		}
	}
	return out
}

func journeyDoors() []page.Door {
	return []page.Door{
		{Href: "/min-kompetens", Name: "app.door.own_competence", About: "app.door.own_competence_about"},
		{Href: "/anvanda", Name: "app.door.own_uptake", About: "app.door.own_uptake_about"},
		{Href: "/larande", Name: "app.door.workplace", About: "app.door.workplace_about"},
		{Href: "/kursdagar/intresse", Name: "app.door.interest", About: "app.door.interest_about"},
		{Href: "/introduktion", Name: "app.door.introduction", About: "app.door.introduction_about"},
	}
}

func competenceDoors() []page.Door {
	return []page.Door{
		{Href: "/min-kompetens/bedomning", Name: "app.door.own_assess", About: "app.door.own_assess_about"},
		{Href: "/min-kompetens/sprak", Name: "app.door.own_language", About: "app.door.own_language_about"},
		{Href: "/min-kompetens/specialister", Name: "app.door.own_support", About: "app.door.own_support_about"},
		{Href: "/min-kompetens/meriter", Name: "app.door.own_merits", About: "app.door.own_merits_about"},
		{Href: "/min-kompetens/utbildning", Name: "app.door.ways", About: "app.door.ways_about"},
		{Href: "/min-kompetens/plan", Name: "app.door.own_plan", About: "app.door.own_plan_about"},
		{Href: "/uppdrag/mitt", Name: "app.door.own_role", About: "app.door.own_role_about"},
		{Href: "/karriar", Name: "app.door.career", About: "app.door.career_about"},
	}
}

func daysDoors() []page.Door {
	return []page.Door{
		{Href: "/incheckning", Name: "app.door.check_in", About: "app.door.check_in_about"},
		{Href: "/kursdagar/intresse", Name: "app.door.interest", About: "app.door.interest_about"},
		{Href: "/kursdagar/kalender", Name: "app.door.own_calendar", About: "app.door.own_calendar_about"},
		{Href: "/utvardering", Name: "app.door.own_evaluation", About: "app.door.own_evaluation_about"},
		{Href: "/ovning/mina", Name: "app.door.own_skills", About: "app.door.own_skills_about"},
		{Href: "/natverk", Name: "app.door.networks", About: "app.door.networks_about"},
	}
}

func learningDoors() []page.Door {
	return []page.Door{
		{Href: "/forlagor", Name: "app.door.presets", About: "app.door.presets_about", Do: may.LoadPreset},
		{Href: "/traffar", Name: "app.door.meetings", About: "app.door.meetings_about", Do: may.LeadMeetings},
		{Href: "/traffar/mallar", Name: "app.door.guides", About: "app.door.guides_about", Do: may.KeepMaterial},
		{Href: "/traff", Name: "app.door.own_meetings", About: "app.door.own_meetings_about"},
		{Href: "/certifiering", Name: "app.door.certification", About: "app.door.certification_about"},
		{Href: "/ombud", Name: "app.door.ombud", About: "app.door.ombud_about"},
		{Href: "/ledare", Name: "app.door.own_leading", About: "app.door.own_leading_about"},
		{Href: "/min-grupp/ledare", Name: "app.door.leaders", About: "app.door.leaders_about", Do: may.Appoint},
		{Href: "/material", Name: "app.door.material", About: "app.door.material_about"},
		{Href: "/exempel", Name: "app.door.examples", About: "app.door.examples_about"},
	}
}

func settingsDoors() []page.Door {
	return []page.Door{
		{Href: "/min-kompetens", Name: "app.door.own_competence", About: "app.door.own_competence_about"},
		{Href: "/min-kompetens/sprak", Name: "app.door.own_language", About: "app.door.own_language_about"},
		{Href: "/installningar/roller", Name: "app.door.own_roles", About: "app.door.own_roles_about"},
		{Href: "/installningar/meddelanden", Name: "app.door.messages", About: "app.door.messages_about"},
		{Href: "/mina-uppgifter", Name: "app.door.own_data", About: "app.door.own_data_about"},
		{Href: "/ledare", Name: "app.door.own_leading", About: "app.door.own_leading_about"},
		{Href: "/ovning/mina", Name: "app.door.own_skills", About: "app.door.own_skills_about"},
		{Href: "/natverk", Name: "app.door.networks", About: "app.door.networks_about"},
		{Href: "/mitt-larande", Name: "app.door.record", About: "app.door.record_about"},
		{Href: "/min-kompetens/meriter", Name: "app.door.own_merits", About: "app.door.own_merits_about"},
	}
}

func helpDoors() []page.Door {
	return []page.Door{
		{Href: "/certifierade-enheter", Name: "app.door.certified", About: "app.door.certified_about"},
		{Href: "/yrkesambassadorer", Name: "app.door.ambassadors", About: "app.door.ambassadors_about"},
	}
}

func groupDoors() []page.Door {
	return []page.Door{
		{Href: "/min-grupp/att-godkanna", Name: "app.door.approve", About: "app.door.approve_about", Do: may.DecideExternal},
		{Href: "/min-grupp/kursdagar", Name: "app.door.group_days", About: "app.door.group_days_about", Do: may.BookStaff},
		{Href: "/min-grupp/kompetens", Name: "app.door.group_competence", About: "app.door.group_competence_about", Do: may.SeeCompetence},
		{Href: "/min-grupp/ansvar", Name: "app.door.duties", About: "app.door.duties_about", Do: may.Delegate},
		{Href: "/min-grupp/kartlagg", Name: "app.door.map", About: "app.door.map_about", Do: may.NoteCompetence},
		{Href: "/min-grupp/specialister", Name: "app.door.specialists", About: "app.door.specialists_about", Do: may.NoteCompetence},
		{Href: "/min-grupp/omsorgskontakter", Name: "app.door.contact", About: "app.door.contact_about", Do: may.NoteCompetence},
		{Href: "/min-grupp/sprak", Name: "app.door.language", About: "app.door.language_about", Do: may.SeeFigures},
		{Href: "/min-grupp/bedomning", Name: "app.door.assess", About: "app.door.assess_about", Do: may.NoteCompetence},
		{Href: "/min-grupp/anvanda", Name: "app.door.uptake", About: "app.door.uptake_about", Do: may.SeeProgress},
		{Href: "/anvanda/regler", Name: "app.door.uptake_rules", About: "app.door.uptake_rules_about", Do: may.EditLayer},
		{Href: "/min-grupp/bemanning", Name: "app.door.staffing", About: "app.door.staffing_about", Do: may.BookStaff},
		{Href: "/anpassa", Name: "app.door.tailor", About: "app.door.tailor_about", Do: may.EditLayer},
		{Href: "/kommun/personuppgifter/skydd", Name: "app.door.protect", About: "app.door.protect_about", Do: may.ProtectIdentity},
		{Href: "/min-grupp/kursdagar/behov", Name: "app.door.group_days_need", About: "app.door.group_days_need_about", Do: may.BookStaff},
		{Href: "/traffar/enhet", Name: "app.door.unit_meetings", About: "app.door.unit_meetings_about", Do: may.LeadMeetings},
		{Href: "/min-grupp/ledare", Name: "app.door.leaders", About: "app.door.leaders_about", Do: may.Appoint},
		{Href: "/larande", Name: "app.door.workplace", About: "app.door.workplace_about"},
		{Href: "/min-grupp/introduktion", Name: "app.door.newcomers", About: "app.door.newcomers_about", Do: may.PlanPerson},
		{Href: "/min-grupp/ovning", Name: "app.door.skills", About: "app.door.skills_about", Do: may.SignSkill},
		{Href: "/min-grupp/ovning/forfragan", Name: "app.door.ask_skill", About: "app.door.ask_skill_about", Do: may.BookStaff},
		{Href: "/exempel/gruppen", Name: "app.door.group_examples", About: "app.door.group_examples_about", Do: may.PlanPerson},
		{Href: "/ramverk", Name: "app.door.frameworks", About: "app.door.frameworks_read"},
		{Href: "/min-grupp/meriter", Name: "app.door.merits", About: "app.door.merits_about", Do: may.SeeCompetence},
		{Href: "/krav", Name: "app.door.demands", About: "app.door.demands_about", Do: may.EditProfile},
		{Href: "/min-grupp/plan", Name: "app.door.plans", About: "app.door.plans_about", Do: may.SeeCompetence},
		{Href: "/uppdrag", Name: "app.door.described", About: "app.door.described_about", Do: may.EditProfile},
	}
}

func unitCompetenceDoors() []page.Door {
	return []page.Door{
		{Href: "/min-grupp/meriter", Name: "app.door.merits", About: "app.door.merits_about", Do: may.SeeCompetence},
		{Href: "/min-grupp/bedomning", Name: "app.door.assess", About: "app.door.assess_about", Do: may.NoteCompetence},
		{Href: "/min-grupp/kartlagg", Name: "app.door.map", About: "app.door.map_about", Do: may.NoteCompetence},
		{Href: "/min-grupp/plan/enhet", Name: "app.door.unit_plan", About: "app.door.unit_plan_about", Do: may.EditPlan},
	}
}

func personCompetenceDoors() []page.Door {
	return []page.Door{
		{Href: "/min-grupp/meriter/person", Name: "app.door.merits_one", About: "app.door.merits_one_about", Do: may.SeeCompetence},
		{Href: "/min-grupp/plan/person", Name: "app.door.person_plan", About: "app.door.person_plan_about", Do: may.SeeCompetence},
		{Href: "/min-grupp/bedomning/person", Name: "app.door.assess_one", About: "app.door.assess_one_about", Do: may.NoteCompetence},
	}
}

func areaDoors() []page.Door {
	return []page.Door{
		{Href: "/omrade/kompetens", Name: "app.door.area_competence", About: "app.door.competence_about", Do: may.SeeFigures},
		{Href: "/omrade/specialister", Name: "app.door.support", About: "app.door.support_about", Do: may.SeeFigures},
		{Href: "/anvanda/regler", Name: "app.door.uptake_rules", About: "app.door.uptake_rules_about", Do: may.EditLayer},
		{Href: "/introduktion/punkter", Name: "app.door.intro_items", About: "app.door.intro_items_about", Do: may.WriteWorkplace},
		{Href: "/kommun/introduktion", Name: "app.door.introductions", About: "app.door.introductions_about", Do: may.SeeFigures},
		{Href: "/plan", Name: "app.door.plan", About: "app.door.plan_about", Do: may.EditPlan},
		{Href: "/krav", Name: "app.door.demands", About: "app.door.demands_about", Do: may.EditProfile},
		{Href: "/uppdrag", Name: "app.door.described", About: "app.door.described_about", Do: may.EditProfile},
	}
}

func municipalityDoors() []page.Door {
	return []page.Door{
		{Href: "/kommun/kompetens", Name: "app.door.competence", About: "app.door.competence_about", Do: may.SeeFigures},
		{Href: "/kommun/specialister", Name: "app.door.support", About: "app.door.support_about", Do: may.SeeFigures},
		{Href: "/kommun/specialistroller", Name: "app.door.specialist_roles", About: "app.door.specialist_roles_about", Do: may.MapTitles},
		{Href: "/kommun/sprak", Name: "app.door.language", About: "app.door.language_about", Do: may.SeeFigures},
		{Href: "/kommun/reflektionstid", Name: "app.door.reflection_time", About: "app.door.reflection_time_about", Do: may.SeeFigures},
		{Href: "/anvanda/regler", Name: "app.door.uptake_rules", About: "app.door.uptake_rules_about", Do: may.EditLayer},
		{Href: "/kommun/aldreomsorgslyftet", Name: "app.door.lift", About: "app.door.lift_about", Do: may.SeeFunding},
		{Href: "/kurstillfallen", Name: "app.door.occasions", About: "app.door.occasions_about", Do: may.ArrangeDays},
		{Href: "/kursledare/register", Name: "app.door.trainers", About: "app.door.trainers_about", Do: may.ApproveTrainer},
		{Href: "/kommun/inlasning", Name: "app.door.import", About: "app.door.import_about", Do: may.ImportStaff},
		{Href: "/kommun/organisation", Name: "app.door.tree", About: "app.door.tree_about", Do: may.EditTree},
		{Href: "/kommun/resor", Name: "app.door.switches", About: "app.door.switches_about", Do: may.SwitchJourney},
		{Href: "/kommun/funktioner", Name: "app.door.functions", About: "app.door.functions_about", Do: may.EditSettings},
		{Href: "/kommun/kontakter", Name: "app.door.contacts", About: "app.door.contacts_about", Do: may.EditSettings},
		{Href: "/kommun/titlar", Name: "app.door.titles", About: "app.door.titles_about", Do: may.MapTitles},
		{Href: "/roller", Name: "app.door.roles", About: "app.door.roles_about", Do: may.GrantRole},
		{Href: "/roller/konton", Name: "app.door.accounts", About: "app.door.accounts_about", Do: may.SeeAccounts},
		{Href: "/anpassa", Name: "app.door.tailor", About: "app.door.tailor_about", Do: may.EditLayer},
		{Href: "/kommun/personuppgifter", Name: "app.door.privacy", About: "app.door.privacy_about", Do: may.HandlePerson},
		{Href: "/kommun/personuppgifter/skydd", Name: "app.door.protect", About: "app.door.protect_about", Do: may.ProtectIdentity},
		{Href: "/kommun/genomforande", Name: "app.door.progress", About: "app.door.progress_about", Do: may.SeeFigures},
		{Href: "/kommun/siffror", Name: "app.door.submit", About: "app.door.submit_about", Do: may.SubmitFigures},
		{Href: "/kommun/kursdagar/behov", Name: "app.door.town_days_need", About: "app.door.town_days_need_about", Do: may.NameSeats},
		{Href: "/kommun/kursdagar/kalender", Name: "app.door.town_days_calendar", About: "app.door.town_days_calendar_about", Do: may.NameSeats},
		{Href: "/kurstillfallen/beslut", Name: "app.door.days_decide", About: "app.door.days_decide_about", Do: may.ArrangeDays},
		{Href: "/forlagor", Name: "app.door.presets", About: "app.door.presets_about", Do: may.LoadPreset},
		{Href: "/certifiering", Name: "app.door.certification", About: "app.door.certification_about", Do: may.GuideUnit},
		{Href: "/kommun/ledare", Name: "app.door.town_leaders", About: "app.door.town_leaders_about", Do: may.EditSettings},
		{Href: "/larande", Name: "app.door.workplace", About: "app.door.workplace_about"},
		{Href: "/kommun/kursdagar", Name: "app.door.town_days", About: "app.door.town_days_about", Do: may.NameSeats},
		{Href: "/kommun/behov", Name: "app.door.need", About: "app.door.need_about", Do: may.SubmitFigures},
		{Href: "/kommun/introduktion", Name: "app.door.introductions", About: "app.door.introductions_about", Do: may.SeeFigures},
		{Href: "/introduktion/punkter", Name: "app.door.intro_items", About: "app.door.intro_items_about", Do: may.WriteWorkplace},
		{Href: "/kommun/introduktion/mallar", Name: "app.door.intro_used", About: "app.door.intro_used_about", Do: may.WriteWorkplace},
		{Href: "/ovning", Name: "app.door.practice", About: "app.door.practice_about", Do: may.ArrangeDays},
		{Href: "/kommun/prova-resor", Name: "app.door.trying", About: "app.door.trying_about", Do: may.EditLayer},
		{Href: "/kommun/prova-kurser", Name: "app.door.tried", About: "app.door.tried_about", Do: may.EditLayer},
		{Href: "/exempel/granska", Name: "app.door.review_examples", About: "app.door.review_examples_about", Do: may.KeepMaterial},
		{Href: "/material/skot", Name: "app.door.keep_material", About: "app.door.keep_material_about", Do: may.KeepMaterial},
		{Href: "/ramverk", Name: "app.door.frameworks", About: "app.door.frameworks_about"},
		{Href: "/kommun/meriter", Name: "app.door.town_merits", About: "app.door.town_merits_about", Do: may.SeeCompetence},
		{Href: "/kommun/nycklar", Name: "app.door.keys", About: "app.door.keys_about", Do: may.MakeToken},
		{Href: "/krav", Name: "app.door.demands", About: "app.door.demands_about", Do: may.EditProfile},
		{Href: "/plan", Name: "app.door.plan", About: "app.door.plan_about", Do: may.EditPlan},
		{Href: "/uppdrag", Name: "app.door.described", About: "app.door.described_about", Do: may.EditProfile},
	}
}

func placeCompetenceDoors() []page.Door {
	return []page.Door{
		{Href: "/kommun/behov", Name: "app.door.needs_of", About: "app.door.needs_of_about", Do: may.SubmitFigures},
	}
}

func regionDoors() []page.Door {
	return []page.Door{
		{Href: "/kurstillfallen", Name: "app.door.occasions", About: "app.door.occasions_about", Do: may.ArrangeDays},
		{Href: "/kursledare/register", Name: "app.door.trainers", About: "app.door.trainers_about", Do: may.ApproveTrainer},
		{Href: "/rss/kontakter", Name: "app.door.region_contacts", About: "app.door.region_contacts_about", Do: may.SeeSubmitted},
		{Href: "/roller", Name: "app.door.roles", About: "app.door.roles_about", Do: may.GrantRole},
		{Href: "/anpassa", Name: "app.door.tailor", About: "app.door.tailor_about", Do: may.EditLayer},
		{Href: "/kurstillfallen/behov", Name: "app.door.days_need", About: "app.door.days_need_about", Do: may.SeeSubmitted},
		{Href: "/kurstillfallen/beslut", Name: "app.door.days_decide", About: "app.door.days_decide_about", Do: may.ArrangeDays},
		{Href: "/kurstillfallen/kalender", Name: "app.door.days_calendar", About: "app.door.days_calendar_about", Do: may.ArrangeDays},
		{Href: "/forlagor", Name: "app.door.presets", About: "app.door.presets_about", Do: may.LoadPreset},
		{Href: "/certifiering/program", Name: "app.door.schemes", About: "app.door.schemes_about", Do: may.EditScheme},
		{Href: "/introduktion/mallar", Name: "app.door.intro_library", About: "app.door.intro_library_about"},
		{Href: "/ovning", Name: "app.door.practice", About: "app.door.practice_about", Do: may.ArrangeDays},
		{Href: "/kurstillfallen/utvardering", Name: "app.door.evaluation", About: "app.door.evaluation_about", Do: may.ArrangeDays},
		{Href: "/rss/kompetens", Name: "app.door.region_competence", About: "app.door.region_competence_about", Do: may.SeeSubmitted},
		{Href: "/rss/kompetens/tavla", Name: "app.door.board", About: "app.door.board_about", Do: may.PlanJointly},
		{Href: "/nationen/kurser", Name: "app.door.courses", About: "app.door.courses_about", Do: may.PublishCourse},
		{Href: "/nationen/resor", Name: "app.door.journeys", About: "app.door.journeys_about", Do: may.DraftJourney},
		{Href: "/exempel/granska", Name: "app.door.review_examples", About: "app.door.review_examples_about", Do: may.KeepMaterial},
		{Href: "/material/skot", Name: "app.door.keep_material", About: "app.door.keep_material_about", Do: may.KeepMaterial},
		{Href: "/ramverk", Name: "app.door.frameworks", About: "app.door.frameworks_about"},
		{Href: "/kommun/meriter/programkurser", Name: "app.door.programmes", About: "app.door.programmes_about", Do: may.EditFramework},
		{Href: "/krav", Name: "app.door.demands", About: "app.door.demands_about", Do: may.EditProfile},
		{Href: "/rss/plan/vard-och-omsorg", Name: "app.door.area_plans", About: "app.door.area_plans_about", Do: may.PlanJointly},
		{Href: "/uppdrag", Name: "app.door.described", About: "app.door.described_about", Do: may.EditProfile},
	}
}

func nationDoors() []page.Door {
	return []page.Door{
		{Href: "/kurstillfallen", Name: "app.door.occasions", About: "app.door.occasions_about", Do: may.ArrangeDays},
		{Href: "/kursledare/register", Name: "app.door.trainers", About: "app.door.trainers_about", Do: may.ApproveTrainer},
		{Href: "/roller", Name: "app.door.roles", About: "app.door.roles_about", Do: may.GrantRole},
		{Href: "/nationen/utskick", Name: "app.door.sending", About: "app.door.sending_about", Do: may.SeeInstallation},
		{Href: "/kurstillfallen/behov", Name: "app.door.days_need", About: "app.door.days_need_about", Do: may.SeeSubmitted},
		{Href: "/kurstillfallen/kalender", Name: "app.door.days_calendar", About: "app.door.days_calendar_about", Do: may.ArrangeDays},
		{Href: "/forlagor", Name: "app.door.presets", About: "app.door.presets_about", Do: may.LoadPreset},
		{Href: "/certifiering/program", Name: "app.door.schemes", About: "app.door.schemes_about", Do: may.EditScheme},
		{Href: "/introduktion/mallar", Name: "app.door.intro_library", About: "app.door.intro_library_about", Do: may.WriteProfession},
		{Href: "/nationen/kompetens", Name: "app.door.nation_competence", About: "app.door.nation_competence_about", Do: may.SeeSubmitted},
		{Href: "/nationen/resor", Name: "app.door.journeys", About: "app.door.journeys_about", Do: may.DraftJourney},
		{Href: "/nationen/kurser", Name: "app.door.courses", About: "app.door.courses_about", Do: may.PublishCourse},
		{Href: "/nationen/referens", Name: "app.door.reference", About: "app.door.reference_about", Do: may.EditReference},
		{Href: "/anpassa", Name: "app.door.tailor", About: "app.door.tailor_about", Do: may.EditLayer},
		{Href: "/exempel/granska", Name: "app.door.review_examples", About: "app.door.review_examples_about", Do: may.KeepMaterial},
		{Href: "/material/skot", Name: "app.door.keep_material", About: "app.door.keep_material_about", Do: may.KeepMaterial},
		{Href: "/ramverk", Name: "app.door.frameworks", About: "app.door.frameworks_about"},
		{Href: "/kommun/meriter/programkurser", Name: "app.door.programmes", About: "app.door.programmes_about", Do: may.EditFramework},
		{Href: "/kommun/nycklar", Name: "app.door.keys", About: "app.door.keys_about", Do: may.MakeToken},
		{Href: "/krav", Name: "app.door.demands", About: "app.door.demands_about", Do: may.EditProfile},
		{Href: "/uppdrag", Name: "app.door.described", About: "app.door.described_about", Do: may.EditProfile},
	}
}
