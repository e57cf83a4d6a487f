"""The table of rights: what becomes of every request to the admin, by address, method and role.

One line an address and method. The columns are who asks: somebody who has not signed in, the editor of the department
that keeps the record, the editor of another one, a publisher, an auditor, an administrator of accounts, and an
administrator who is the editor of the keeping department too. Every request would change something if it were allowed.

- `login`: sent to sign in
- `done`: something was changed
- a number: the status, and nothing was changed. 200 for a POST: shown again, with the reason
"""

ROLES = ("anonymous", "own", "other", "publisher", "auditor", "admin", "admin+own")

TABLE = """
address                                     anonymous  own        other      publisher  auditor    admin      admin+own

attest                                 GET  login      200        200        200        200        403        200
attest                                 POST login      done       200        done       403        403        done
history                                GET  login      200        200        200        200        403        200
history                                POST login      200        200        200        200        403        200
history_table                          GET  login      200        200        200        200        403        200
history_table                          POST login      200        200        200        200        403        200
contacts                               GET  login      200        200        200        200        403        200
contacts                               POST login      200        200        200        403        403        200
contacts_confirm                       GET  login      302        302        302        302        403        302
contacts_confirm                       POST login      302        302        done       403        403        302
contacts_xlsx                          GET  login      200        200        200        200        403        200
contacts_xlsx                          POST login      200        200        200        200        403        200
contacts_csv                           GET  login      200        200        200        200        403        200
contacts_csv                           POST login      200        200        200        200        403        200
index                                  GET  login      200        200        200        200        200        200
index                                  POST login      200        200        200        200        200        200
login                                  GET  login      302        302        302        302        302        302
login                                  POST login      302        302        302        302        302        302
logout                                 GET  302        200        200        200        200        200        200
logout                                 POST 302        login      login      login      login      login      login
password_change                        GET  login      200        200        200        200        200        200
password_change                        POST login      done       done       done       done       done       done
password_change_done                   GET  login      200        200        200        200        200        200
password_change_done                   POST login      405        405        405        405        405        405
autocomplete                           GET  login      200        200        200        200        403        200
autocomplete                           POST login      405        405        405        405        405        405
jsi18n                                 GET  login      200        200        200        200        200        200
jsi18n                                 POST login      405        405        405        405        405        405
view_on_site                           GET  login      404        404        404        404        404        404
view_on_site                           POST login      404        404        404        404        404        404
app_list                               GET  login      200        200        200        200        404        200
app_list                               POST login      200        200        200        200        404        200
(?P<url>.*)$                           GET  login      404        404        404        404        404        404
(?P<url>.*)$                           POST login      404        404        404        404        404        404

accounts_user_changelist               GET  login      403        403        403        200        200        200
accounts_user_changelist               POST login      403        403        403        200        200        200
accounts_user_add                      GET  login      403        403        403        403        200        200
accounts_user_add                      POST login      403        403        403        403        done       done
accounts_user_history                  GET  login      403        403        403        200        200        200
accounts_user_history                  POST login      403        403        403        200        200        200
accounts_user_delete                   GET  login      403        403        403        403        403        403
accounts_user_delete                   POST login      403        403        403        403        403        403
accounts_user_change                   GET  login      403        403        403        200        200        200
accounts_user_change                   POST login      403        403        403        403        done       done
accounts/user/<path:object_id>/        GET  login      302        302        302        302        302        302
accounts/user/<path:object_id>/        POST login      302        302        302        302        302        302

benefits_benefit_new_table             GET  login      405        405        405        405        405        405
benefits_benefit_new_table             POST login      200        200        200        403        403        200
benefits_benefit_table                 GET  login      405        405        405        405        405        405
benefits_benefit_table                 POST login      200        403        200        403        403        200
benefits_benefit_changelist            GET  login      200        200        200        200        403        200
benefits_benefit_changelist            POST login      200        200        200        200        403        200
benefits_benefit_add                   GET  login      200        200        200        403        403        200
benefits_benefit_add                   POST login      done       200        done       403        403        done
benefits_benefit_history               GET  login      302        302        302        302        403        302
benefits_benefit_history               POST login      302        302        302        302        403        302
benefits_benefit_delete                GET  login      200        403        200        403        403        200
benefits_benefit_delete                POST login      done       403        done       403        403        done
benefits_benefit_change                GET  login      200        200        200        200        403        200
benefits_benefit_change                POST login      done       403        done       403        403        done
benefits/benefit/<path:object_id>/     GET  login      302        302        302        302        302        302
benefits/benefit/<path:object_id>/     POST login      302        302        302        302        302        302

benefits_changeset_submit              GET  login      200        200        200        403        403        200
benefits_changeset_submit              POST login      done       200        done       403        403        done
benefits_changeset_changelist          GET  login      200        200        200        200        403        200
benefits_changeset_changelist          POST login      200        200        200        200        403        200
benefits_changeset_add                 GET  login      403        403        403        403        403        403
benefits_changeset_add                 POST login      403        403        403        403        403        403
benefits_changeset_history             GET  login      302        302        302        302        403        302
benefits_changeset_history             POST login      302        302        302        302        403        302
benefits_changeset_delete              GET  login      403        403        403        403        403        403
benefits_changeset_delete              POST login      403        403        403        403        403        403
benefits_changeset_change              GET  login      200        200        200        200        403        200
benefits_changeset_change              POST login      403        403        done       403        403        403
benefits/changeset/<path:object_id>/   GET  login      302        302        302        302        302        302
benefits/changeset/<path:object_id>/   POST login      302        302        302        302        302        302

benefits_department_changelist         GET  login      200        200        200        200        403        200
benefits_department_changelist         POST login      200        200        200        200        403        200
benefits_department_add                GET  login      403        403        200        403        403        403
benefits_department_add                POST login      403        403        done       403        403        403
benefits_department_history            GET  login      302        302        302        302        403        302
benefits_department_history            POST login      302        302        302        302        403        302
benefits_department_delete             GET  login      403        403        200        403        403        403
benefits_department_delete             POST login      403        403        done       403        403        403
benefits_department_change             GET  login      200        200        200        200        403        200
benefits_department_change             POST login      done       403        done       403        403        done
benefits/department/<path:object_id>/  GET  login      302        302        302        302        302        302
benefits/department/<path:object_id>/  POST login      302        302        302        302        302        302

benefits_benefitnote_changelist        GET  login      200        200        200        200        403        200
benefits_benefitnote_changelist        POST login      200        200        200        200        403        200
benefits_benefitnote_add               GET  login      200        200        200        403        403        200
benefits_benefitnote_add               POST login      done       200        done       403        403        done
benefits_benefitnote_history           GET  login      302        302        302        302        403        302
benefits_benefitnote_history           POST login      302        302        302        302        403        302
benefits_benefitnote_delete            GET  login      200        403        200        403        403        200
benefits_benefitnote_delete            POST login      done       403        done       403        403        done
benefits_benefitnote_change            GET  login      200        200        200        200        403        200
benefits_benefitnote_change            POST login      done       403        done       403        403        done
benefits/benefitnote/<path:object_id>/ GET  login      302        302        302        302        302        302
benefits/benefitnote/<path:object_id>/ POST login      302        302        302        302        302        302

benefits_policydocument_changelist     GET  login      200        200        200        200        403        200
benefits_policydocument_changelist     POST login      200        200        200        200        403        200
benefits_policydocument_add            GET  login      403        403        200        403        403        403
benefits_policydocument_add            POST login      403        403        done       403        403        403
benefits_policydocument_history        GET  login      302        302        302        302        403        302
benefits_policydocument_history        POST login      302        302        302        302        403        302
benefits_policydocument_delete         GET  login      403        403        200        403        403        403
benefits_policydocument_delete         POST login      403        403        done       403        403        403
benefits_policydocument_change         GET  login      200        200        200        200        403        200
benefits_policydocument_change         POST login      403        403        done       403        403        403
benefits/policydocument/<path:object_id>/ GET  login      302        302        302        302        302        302
benefits/policydocument/<path:object_id>/ POST login      302        302        302        302        302        302

benefits_measure_changelist            GET  login      200        200        200        200        403        200
benefits_measure_changelist            POST login      200        200        200        200        403        200
benefits_measure_add                   GET  login      403        403        200        403        403        403
benefits_measure_add                   POST login      403        403        done       403        403        403
benefits_measure_history               GET  login      302        302        302        302        403        302
benefits_measure_history               POST login      302        302        302        302        403        302
benefits_measure_delete                GET  login      403        403        200        403        403        403
benefits_measure_delete                POST login      403        403        done       403        403        403
benefits_measure_change                GET  login      200        200        200        200        403        200
benefits_measure_change                POST login      403        403        done       403        403        403
benefits/measure/<path:object_id>/     GET  login      302        302        302        302        302        302
benefits/measure/<path:object_id>/     POST login      302        302        302        302        302        302

benefits_commitment_changelist         GET  login      200        200        200        200        403        200
benefits_commitment_changelist         POST login      200        200        200        200        403        200
benefits_commitment_add                GET  login      200        200        200        403        403        200
benefits_commitment_add                POST login      done       200        done       403        403        done
benefits_commitment_history            GET  login      302        302        302        302        403        302
benefits_commitment_history            POST login      302        302        302        302        403        302
benefits_commitment_delete             GET  login      200        403        200        403        403        200
benefits_commitment_delete             POST login      done       403        done       403        403        done
benefits_commitment_change             GET  login      200        200        200        200        403        200
benefits_commitment_change             POST login      done       403        done       403        403        done
benefits/commitment/<path:object_id>/  GET  login      302        302        302        302        302        302
benefits/commitment/<path:object_id>/  POST login      302        302        302        302        302        302

benefits_section_changelist            GET  login      200        200        200        200        403        200
benefits_section_changelist            POST login      200        200        200        200        403        200
benefits_section_add                   GET  login      403        403        200        403        403        403
benefits_section_add                   POST login      403        403        done       403        403        403
benefits_section_history               GET  login      302        302        302        302        403        302
benefits_section_history               POST login      302        302        302        302        403        302
benefits_section_delete                GET  login      403        403        200        403        403        403
benefits_section_delete                POST login      403        403        done       403        403        403
benefits_section_change                GET  login      200        200        200        200        403        200
benefits_section_change                POST login      403        403        done       403        403        403
benefits/section/<path:object_id>/     GET  login      302        302        302        302        302        302
benefits/section/<path:object_id>/     POST login      302        302        302        302        302        302

benefits_question_changelist           GET  login      200        200        200        200        403        200
benefits_question_changelist           POST login      200        200        200        200        403        200
benefits_question_add                  GET  login      200        200        200        403        403        200
benefits_question_add                  POST login      done       done       done       403        403        done
benefits_question_history              GET  login      302        302        302        302        403        302
benefits_question_history              POST login      302        302        302        302        403        302
benefits_question_delete               GET  login      200        403        200        403        403        200
benefits_question_delete               POST login      done       403        done       403        403        done
benefits_question_change               GET  login      200        200        200        200        403        200
benefits_question_change               POST login      done       403        done       403        403        done
benefits/question/<path:object_id>/    GET  login      302        302        302        302        302        302
benefits/question/<path:object_id>/    POST login      302        302        302        302        302        302

benefits_term_changelist               GET  login      200        200        200        200        403        200
benefits_term_changelist               POST login      200        200        200        200        403        200
benefits_term_add                      GET  login      403        403        200        403        403        403
benefits_term_add                      POST login      403        403        done       403        403        403
benefits_term_history                  GET  login      302        302        302        302        403        302
benefits_term_history                  POST login      302        302        302        302        403        302
benefits_term_delete                   GET  login      403        403        200        403        403        403
benefits_term_delete                   POST login      403        403        done       403        403        403
benefits_term_change                   GET  login      200        200        200        200        403        200
benefits_term_change                   POST login      403        403        done       403        403        403
benefits/term/<path:object_id>/        GET  login      302        302        302        302        302        302
benefits/term/<path:object_id>/        POST login      302        302        302        302        302        302

benefits_release_import                GET  login      403        403        200        403        403        403
benefits_release_import                POST login      403        403        done       403        403        403
benefits_release_export                GET  login      200        200        200        200        403        200
benefits_release_export                POST login      200        200        200        200        403        200
benefits_release_roll_back             GET  login      403        403        200        403        403        403
benefits_release_roll_back             POST login      403        403        done       403        403        403
benefits_release_changelist            GET  login      200        200        200        200        403        200
benefits_release_changelist            POST login      200        200        200        200        403        200
benefits_release_add                   GET  login      403        403        403        403        403        403
benefits_release_add                   POST login      403        403        403        403        403        403
benefits_release_history               GET  login      302        302        302        302        403        302
benefits_release_history               POST login      302        302        302        302        403        302
benefits_release_delete                GET  login      403        403        403        403        403        403
benefits_release_delete                POST login      403        403        403        403        403        403
benefits_release_change                GET  login      200        200        200        200        403        200
benefits_release_change                POST login      403        403        403        403        403        403
benefits/release/<path:object_id>/     GET  login      302        302        302        302        302        302
benefits/release/<path:object_id>/     POST login      302        302        302        302        302        302

benefits_remark_changelist             GET  login      200        200        200        200        403        200
benefits_remark_changelist             POST login      200        200        200        200        403        200
benefits_remark_add                    GET  login      403        200        200        403        403        403
benefits_remark_add                    POST login      403        done       done       403        403        403
benefits_remark_history                GET  login      302        302        302        302        403        302
benefits_remark_history                POST login      302        302        302        302        403        302
benefits_remark_delete                 GET  login      403        403        403        403        403        403
benefits_remark_delete                 POST login      403        403        403        403        403        403
benefits_remark_change                 GET  login      200        200        200        200        403        200
benefits_remark_change                 POST login      done       403        done       403        403        done
benefits/remark/<path:object_id>/      GET  login      302        302        302        302        302        302
benefits/remark/<path:object_id>/      POST login      302        302        302        302        302        302

benefits_example_changelist            GET  login      200        200        200        200        403        200
benefits_example_changelist            POST login      200        200        200        200        403        200
benefits_example_add                   GET  login      302        302        302        403        403        302
benefits_example_add                   POST login      302        302        302        403        403        302
benefits_example_history               GET  login      302        302        302        302        403        302
benefits_example_history               POST login      302        302        302        302        403        302
benefits_example_delete                GET  login      200        403        200        403        403        200
benefits_example_delete                POST login      done       403        done       403        403        done
benefits_example_change                GET  login      200        200        200        200        403        200
benefits_example_change                POST login      done       403        done       403        403        done
benefits/example/<path:object_id>/     GET  login      302        302        302        302        302        302
benefits/example/<path:object_id>/     POST login      302        302        302        302        302        302
benefits_example_from_trial            GET  login      302        302        302        403        403        302
benefits_example_from_trial            POST login      done       200        done       403        403        done
"""
