from django.urls import path

from guichet.desk.views import agents, case_acts, case_files, cases, house, inbox, post

app_name = "desk"
urlpatterns = [
    path("", inbox.home, name="home"),
    path("dossiers/", inbox.inbox, name="inbox"),
    path("dossiers/liste/", inbox.inbox_list, name="inbox-list"),
    path("dossiers/<str:reference>/", cases.case, name="case"),
    path("dossiers/<str:reference>/nouvelles/", cases.case_news, name="case-news"),
    path("dossiers/<str:reference>/prendre/", case_acts.case_take, name="case-take"),
    path("dossiers/<str:reference>/ecrire/", case_acts.case_write, name="case-write"),
    path("dossiers/<str:reference>/transmettre/", case_acts.case_hand_over, name="case-hand-over"),
    path("dossiers/<str:reference>/decider/", case_acts.case_decide, name="case-decide"),
    path("dossiers/<str:reference>/rouvrir/", case_acts.case_reopen, name="case-reopen"),
    path("dossiers/<str:reference>/code/", case_acts.case_renew_code, name="case-renew-code"),
    path("dossiers/<str:reference>/recu.pdf", case_files.case_receipt, name="case-receipt"),
    path("dossiers/<str:reference>/lettres/<int:message>.pdf", case_files.case_letter, name="case-letter"),
    path("dossiers/<str:reference>/fichiers/<uuid:key>/", case_files.case_file, name="case-file"),
    path("dossiers/<str:reference>/fichiers/<uuid:key>/apercu/", case_files.case_preview, name="case-preview"),
    path("courrier/", post.post, name="post"),
    path("courrier/imprimer/", post.print_letters, name="post-print"),
    path("courrier/postees/", post.letters_posted, name="post-posted"),
    path("demonstration/envois/", post.outbox, name="outbox"),
    path("agents/", agents.agents, name="agents"),
    path("agents/nouveau/", agents.agent_new, name="agent-new"),
    path("agents/<int:account>/", agents.agent, name="agent"),
    path("agents/<int:account>/fiche.pdf", agents.agent_sheet, name="agent-sheet"),
    path("agents/<int:account>/role/", agents.agent_role, name="agent-role"),
    path("agents/<int:account>/role/<int:role>/retirer/", agents.agent_role_withdraw, name="agent-role-withdraw"),
    path("agents/<int:account>/fermer/", agents.agent_close, name="agent-close"),
    path("etat/", house.house, name="house"),
    path("etat/remises/<int:delivery>/reessayer/", house.delivery_free, name="delivery-free"),
]
