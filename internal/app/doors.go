package app

import (
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
)

// doors are the ways from the hubs to pages of other faces, in the order that the hubs show them.
func doors() []page.Door {
	return []page.Door{
		{Hub: page.GroupHub, Href: "/min-grupp/att-godkanna", Name: "app.door.approve", About: "app.door.approve_about", Do: may.DecideExternal},
		{Hub: page.JourneyHub, Href: "/min-kompetens", Name: "app.door.own_competence", About: "app.door.own_competence_about"},
		{Hub: page.SettingsHub, Href: "/min-kompetens", Name: "app.door.own_competence", About: "app.door.own_competence_about"},
		{Hub: page.GroupHub, Href: "/min-grupp/kompetens", Name: "app.door.group_competence", About: "app.door.group_competence_about", Do: may.SeeCompetence},
		{Hub: page.AreaHub, Href: "/omrade/kompetens", Name: "app.door.area_competence", About: "app.door.competence_about", Do: may.SeeFigures},
		{Hub: page.MunicipalityHub, Href: "/kommun/kompetens", Name: "app.door.competence", About: "app.door.competence_about", Do: may.SeeFigures},
		{Hub: page.GroupHub, Href: "/min-grupp/ansvar", Name: "app.door.duties", About: "app.door.duties_about", Do: may.Delegate},
		{Hub: page.GroupHub, Href: "/min-grupp/bedomning", Name: "app.door.assess", About: "app.door.assess_about", Do: may.NoteCompetence},
		{Hub: page.GroupHub, Href: "/anpassa", Name: "app.door.tailor", About: "app.door.tailor_about", Do: may.EditLayer},
		{Hub: page.MunicipalityHub, Href: "/kommun/inlasning", Name: "app.door.import", About: "app.door.import_about", Do: may.ImportStaff},
		{Hub: page.MunicipalityHub, Href: "/kommun/organisation", Name: "app.door.tree", About: "app.door.tree_about", Do: may.EditTree},
		{Hub: page.MunicipalityHub, Href: "/kommun/resor", Name: "app.door.switches", About: "app.door.switches_about", Do: may.SwitchJourney},
		{Hub: page.MunicipalityHub, Href: "/kommun/funktioner", Name: "app.door.functions", About: "app.door.functions_about", Do: may.EditSettings},
		{Hub: page.MunicipalityHub, Href: "/kommun/kontakter", Name: "app.door.contacts", About: "app.door.contacts_about", Do: may.EditSettings},
		{Hub: page.RegionHub, Href: "/rss/kontakter", Name: "app.door.region_contacts", About: "app.door.region_contacts_about", Do: may.SeeSubmitted},
		{Hub: page.MunicipalityHub, Href: "/kommun/titlar", Name: "app.door.titles", About: "app.door.titles_about", Do: may.MapTitles},
		{Hub: page.MunicipalityHub, Href: "/roller", Name: "app.door.roles", About: "app.door.roles_about", Do: may.GrantRole},
		{Hub: page.MunicipalityHub, Href: "/roller/konton", Name: "app.door.accounts", About: "app.door.accounts_about", Do: may.SeeAccounts},
		{Hub: page.MunicipalityHub, Href: "/anpassa", Name: "app.door.tailor", About: "app.door.tailor_about", Do: may.EditLayer},
		{Hub: page.RegionHub, Href: "/roller", Name: "app.door.roles", About: "app.door.roles_about", Do: may.GrantRole},
		{Hub: page.RegionHub, Href: "/anpassa", Name: "app.door.tailor", About: "app.door.tailor_about", Do: may.EditLayer},
		{Hub: page.NationHub, Href: "/roller", Name: "app.door.roles", About: "app.door.roles_about", Do: may.GrantRole},
		{Hub: page.SettingsHub, Href: "/installningar/roller", Name: "app.door.own_roles", About: "app.door.own_roles_about"},
		{Hub: page.SettingsHub, Href: "/installningar/meddelanden", Name: "app.door.messages", About: "app.door.messages_about"},
		{Hub: page.NationHub, Href: "/nationen/utskick", Name: "app.door.sending", About: "app.door.sending_about", Do: may.SeeInstallation},
		{Hub: page.MunicipalityHub, Href: "/kommun/personuppgifter", Name: "app.door.privacy", About: "app.door.privacy_about", Do: may.HandlePerson},
		{Hub: page.MunicipalityHub, Href: "/kommun/personuppgifter/skydd", Name: "app.door.protect", About: "app.door.protect_about", Do: may.ProtectIdentity},
		{Hub: page.GroupHub, Href: "/kommun/personuppgifter/skydd", Name: "app.door.protect", About: "app.door.protect_about", Do: may.ProtectIdentity},
		{Hub: page.SettingsHub, Href: "/mina-uppgifter", Name: "app.door.own_data", About: "app.door.own_data_about"},
		{Hub: page.MunicipalityHub, Href: "/kommun/genomforande", Name: "app.door.progress", About: "app.door.progress_about", Do: may.SeeFigures},
		{Hub: page.MunicipalityHub, Href: "/kommun/siffror", Name: "app.door.submit", About: "app.door.submit_about", Do: may.SubmitFigures},
		{Hub: page.MunicipalityHub, Href: "/kommun/behov", Name: "app.door.need", About: "app.door.need_about", Do: may.SubmitFigures},
		{Hub: page.RegionHub, Href: "/rss/kompetens", Name: "app.door.region_competence", About: "app.door.region_competence_about", Do: may.SeeSubmitted},
		{Hub: page.RegionHub, Href: "/rss/kompetens/tavla", Name: "app.door.board", About: "app.door.board_about", Do: may.PlanJointly},
		{Hub: page.NationHub, Href: "/nationen/kompetens", Name: "app.door.nation_competence", About: "app.door.nation_competence_about", Do: may.SeeSubmitted},
		{Hub: page.NationHub, Href: "/nationen/resor", Name: "app.door.journeys", About: "app.door.journeys_about", Do: may.DraftJourney},
		{Hub: page.NationHub, Href: "/nationen/kurser", Name: "app.door.courses", About: "app.door.courses_about", Do: may.PublishCourse},
		{Hub: page.NationHub, Href: "/nationen/referens", Name: "app.door.reference", About: "app.door.reference_about", Do: may.EditReference},
		{Hub: page.RegionHub, Href: "/nationen/kurser", Name: "app.door.courses", About: "app.door.courses_about", Do: may.PublishCourse},
		{Hub: page.RegionHub, Href: "/nationen/resor", Name: "app.door.journeys", About: "app.door.journeys_about", Do: may.DraftJourney},
		{Hub: page.MunicipalityHub, Href: "/kommun/prova-resor", Name: "app.door.trying", About: "app.door.trying_about", Do: may.EditLayer},
		{Hub: page.MunicipalityHub, Href: "/kommun/prova-kurser", Name: "app.door.tried", About: "app.door.tried_about", Do: may.EditLayer},
		{Hub: page.NationHub, Href: "/anpassa", Name: "app.door.tailor", About: "app.door.tailor_about", Do: may.EditLayer},
		{Hub: page.SettingsHub, Href: "/mitt-larande", Name: "app.door.record", About: "app.door.record_about"},
		{Hub: page.MunicipalityHub, Href: "/kommun/nycklar", Name: "app.door.keys", About: "app.door.keys_about", Do: may.MakeToken},
		{Hub: page.NationHub, Href: "/kommun/nycklar", Name: "app.door.keys", About: "app.door.keys_about", Do: may.MakeToken},
		{Hub: page.GroupHub, Href: "/krav", Name: "app.door.demands", About: "app.door.demands_about", Do: may.EditProfile},
		{Hub: page.MunicipalityHub, Href: "/krav", Name: "app.door.demands", About: "app.door.demands_about", Do: may.EditProfile},
		{Hub: page.RegionHub, Href: "/krav", Name: "app.door.demands", About: "app.door.demands_about", Do: may.EditProfile},
		{Hub: page.NationHub, Href: "/krav", Name: "app.door.demands", About: "app.door.demands_about", Do: may.EditProfile},
	}
}
